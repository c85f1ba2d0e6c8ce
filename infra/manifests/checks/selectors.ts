import type { KubeObject } from '../object.ts';
import { type LabelSelector, ofKind } from '../objects-of-kind.ts';
import { matches, selected } from '../selector.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Services, disruption budgets and NetworkPolicies select existing pods; a Service selects those of a single workload. In a
 * namespace without any workload among the objects a Helm chart brings the pods, and NetworkPolicies may select any.
 */
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
    if (found.length === 0 && isOfSolver(objects, object, selector)) return [];
    if (object.kind === 'NetworkPolicy' && podsOf(object, {}).length === 0) return [];
    if (found.length === 0) return [finding(object, 'its selector matches no pod')];
    if (object.kind !== 'Service' || found.length === 1) return [];
    const names = found.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    return [finding(object, `its selector matches the pods of ${names.join(' and ')}`)];
  });
}

/** True for selectors of the pods that cert-manager creates in the namespace of a Certificate, to solve a challenge. */
function isOfSolver(
  objects: readonly KubeObject[],
  { metadata }: KubeObject,
  selector: LabelSelector,
): boolean {
  const asks = objects.some(
    (it) => it.kind === 'Certificate' && it.metadata.namespace === metadata.namespace,
  );
  return asks && matches(selector, { 'acme.cert-manager.io/http01-solver': 'true' });
}
