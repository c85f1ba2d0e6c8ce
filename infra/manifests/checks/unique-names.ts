import { address, groupOf, type KubeObject } from '../object.ts';
import { type Finding, finding } from './finding.ts';

/** Kind, namespace and name are unique: of two equal ones the second would overwrite the first. */
export function uniqueNames(objects: readonly KubeObject[]): readonly Finding[] {
  const seen = new Set<string>();
  return objects
    .filter((object) => {
      const identity = `${groupOf(object)} ${address(object)}`;
      return seen.size === seen.add(identity).size;
    })
    .map((object) => finding(object, 'is there twice'));
}
