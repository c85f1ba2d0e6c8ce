import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Namespaces enforce a pinned Pod Security Standard, and if there are NetworkPolicies at all, one of them denies all traffic
 * in both directions: policies that allow something do not isolate the pods that they do not select.
 */
export function namespaceSecurity(objects: readonly KubeObject[]): readonly Finding[] {
  const policies = ofKind(objects, 'NetworkPolicy');
  const isClosed = (namespace: string) =>
    policies.some(
      ({ metadata, spec: { podSelector, policyTypes, ingress = [], egress = [] } }) =>
        metadata.namespace === namespace &&
        Object.values(podSelector).every((part) => Object.keys(part ?? {}).length === 0) &&
        ['Ingress', 'Egress'].every((direction) => policyTypes?.includes(direction)) &&
        ingress.length + egress.length === 0,
    );
  return ofKind(objects, 'Namespace').flatMap((namespace) => {
    const { name, labels = {} } = namespace.metadata;
    const standard = labels['pod-security.kubernetes.io/enforce'];
    const version = labels['pod-security.kubernetes.io/enforce-version'];
    return [
      ...(standard === undefined ? [finding(namespace, 'enforces no Pod Security Standard')] : []),
      ...(version === undefined
        ? [finding(namespace, 'does not pin the version of its Pod Security Standard')]
        : []),
      ...(policies.length > 0 && !isClosed(name)
        ? [finding(namespace, 'no NetworkPolicy denies everything in it that no other one allows')]
        : []),
    ];
  });
}
