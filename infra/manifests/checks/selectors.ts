import { type LabelSelector, ofKind } from '../kinds.ts';
import type { KubeObject } from '../object.ts';
import { selected } from '../selector.ts';
import { type Finding, finding } from './finding.ts';

/** Services, disruption budgets and network policies select pods that are there; a Service those of one workload. */
export function selectors(objects: readonly KubeObject[]): readonly Finding[] {
  const podsOf = (object: KubeObject, selector: LabelSelector) =>
    selected(objects, object.metadata.namespace, selector);
  const selecting: Array<readonly [KubeObject, LabelSelector]> = [
    ...ofKind(objects, 'Service').map((it) => [it, { matchLabels: it.spec.selector ?? {} }] as const),
    ...ofKind(objects, 'PodDisruptionBudget').map((it) => [it, it.spec.selector] as const),
    ...ofKind(objects, 'NetworkPolicy').map((it) => [it, it.spec.podSelector] as const),
  ];
  return selecting.flatMap(([object, selector]) => {
    const found = podsOf(object, selector);
    if (found.length === 0) return [finding(object, 'its selector matches no pod')];
    if (object.kind !== 'Service' || found.length === 1) return [];
    const names = found.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    return [finding(object, `its selector matches the pods of ${names.join(' and ')}`)];
  });
}
