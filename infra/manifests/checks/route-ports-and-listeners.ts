import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { type Finding, finding } from './finding.ts';

/** Backends of an HTTPRoute refer to existing ports of their Service, and parents to existing listeners of their Gateway. */
export function routePorts(objects: readonly KubeObject[]): readonly Finding[] {
  const sibling = <T extends KubeObject>(
    all: readonly T[],
    route: KubeObject,
    name: string,
    namespace?: string,
  ) =>
    all.find(
      ({ metadata }) =>
        metadata.name === name && metadata.namespace === (namespace ?? route.metadata.namespace),
    );
  return ofKind(objects, 'HTTPRoute').flatMap((route) => {
    const { rules = [], parentRefs = [] } = route.spec;
    const ports = rules
      .flatMap(({ backendRefs = [] }) => backendRefs)
      .filter(({ name, namespace, port }) => {
        const service = sibling(ofKind(objects, 'Service'), route, name, namespace);
        return !service?.spec.ports?.some((it) => it.port === port);
      })
      .map(({ name, port }) => finding(route, `Service ${name} has no port ${port}`));
    const listeners = parentRefs
      .filter(({ name, namespace, sectionName }) => {
        const gateway = sibling(ofKind(objects, 'Gateway'), route, name, namespace);
        return gateway && !gateway.spec.listeners.some((it) => it.name === sectionName);
      })
      .map(({ name, sectionName }) => finding(route, `Gateway ${name} has no listener ${sectionName}`));
    return [...ports, ...listeners];
  });
}
