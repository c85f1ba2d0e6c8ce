import type { KubeObject } from '../object.ts';
import type { Container } from '../pod-template-types.ts';
import { type Finding, finding } from './finding.ts';
import { everyContainer, withPods } from './list-pod-templates-and-containers.ts';

/** Probes use ports that their own container declares. */
export function probePorts(objects: readonly KubeObject[]): readonly Finding[] {
  return withPods(objects).flatMap(({ object, template }) =>
    everyContainer(template).flatMap((container) => {
      const open = (container.ports ?? []).flatMap(({ name, containerPort }) => [name, containerPort]);
      return askedPorts(container)
        .filter((port) => !open.includes(port))
        .map((port) =>
          finding(object, `a probe of ${container.name} asks at port ${port}, which it does not have`),
        );
    }),
  );
}

function askedPorts({
  startupProbe,
  livenessProbe,
  readinessProbe,
}: Container): readonly (string | number)[] {
  return [startupProbe, livenessProbe, readinessProbe].flatMap((probe) => {
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    return port === undefined ? [] : [port];
  });
}
