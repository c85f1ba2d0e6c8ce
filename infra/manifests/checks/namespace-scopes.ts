import { isClusterScoped, type KubeObject } from '../object.ts';
import { type Finding, finding } from './finding.ts';

/** Cluster-scoped objects have no namespace, all others state one: kubectl would otherwise use that of its context. */
export function scopes(objects: readonly KubeObject[]): readonly Finding[] {
  return objects.flatMap((object) => {
    const { namespace } = object.metadata;
    if (isClusterScoped(object.kind)) {
      return namespace === undefined ? [] : [finding(object, 'belongs to the cluster and has a namespace')];
    }
    return namespace === undefined ? [finding(object, 'has no namespace')] : [];
  });
}
