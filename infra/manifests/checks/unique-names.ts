import { address, groupOf, type KubeObject } from '../object.ts';
import { type Finding, finding } from './finding.ts';

/** No two objects have the same kind, namespace and name: the second would overwrite the first. */
export function uniqueNames(objects: readonly KubeObject[]): readonly Finding[] {
  const seen = new Set<string>();
  return objects
    .filter((object) => {
      const identity = `${groupOf(object)} ${address(object)}`;
      return seen.size === seen.add(identity).size;
    })
    .map((object) => finding(object, 'is there twice'));
}
