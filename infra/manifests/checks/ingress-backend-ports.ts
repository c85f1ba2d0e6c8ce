import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { type Finding, finding } from './finding.ts';

/** Backends of an Ingress refer to existing ports of their Service. */
export function ingressPorts(objects: readonly KubeObject[]): readonly Finding[] {
  const services = ofKind(objects, 'Service');
  return ofKind(objects, 'Ingress').flatMap((ingress) =>
    (ingress.spec.rules ?? [])
      .flatMap(({ http }) => http?.paths ?? [])
      .flatMap(({ backend }) => {
        const to = backend.service;
        const service = services.find(
          ({ metadata }) => metadata.name === to?.name && metadata.namespace === ingress.metadata.namespace,
        );
        const wanted = to?.port?.name ?? to?.port?.number;
        const has = service?.spec.ports?.some(({ name, port }) => name === wanted || port === wanted);
        return has ? [] : [finding(ingress, `Service ${to?.name} has no port ${wanted}`)];
      }),
  );
}
