import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { selected } from '../selector.ts';
import { type Finding, finding } from './finding.ts';
import { withPods } from './list-pod-templates-and-containers.ts';

/** Ports of a Service lead to ports that the selected containers declare. */
export function servicePorts(objects: readonly KubeObject[]): readonly Finding[] {
  return ofKind(objects, 'Service').flatMap((service) => {
    const behind = selected(objects, service.metadata.namespace, {
      matchLabels: service.spec.selector ?? {},
    });
    const open = withPods(behind)
      .flatMap(({ template }) => template.spec.containers)
      .flatMap(({ ports = [] }) => ports)
      .flatMap(({ name, containerPort }) => [name, containerPort]);
    return (service.spec.ports ?? [])
      .map(({ port, targetPort = port }) => targetPort)
      .filter((target) => !open.includes(target))
      .map((target) => finding(service, `no container behind it has the port ${target}`));
  });
}
