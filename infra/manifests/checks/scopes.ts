import { isClusterScoped, type KubeObject } from '../object.ts';
import { type Finding, finding } from './finding.ts';

/** Objects of the cluster have no namespace, all others have one: an unstated one is whatever kubectl is at. */
export function scopes(objects: readonly KubeObject[]): readonly Finding[] {
  return objects.flatMap((object) => {
    const { namespace } = object.metadata;
    if (isClusterScoped(object.kind)) {
      return namespace === undefined ? [] : [finding(object, 'belongs to the cluster and has a namespace')];
    }
    return namespace === undefined ? [finding(object, 'has no namespace')] : [];
  });
}
