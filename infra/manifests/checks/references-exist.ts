import type { KubeObject } from '../object.ts';
import { operated } from '../objects-created-by-operators.ts';
import { finder, references } from '../references.ts';
import { type Finding, finding } from './finding.ts';

/** References lead to existing objects, and to existing keys in them. */
export function referenced(objects: readonly KubeObject[]): readonly Finding[] {
  const find = finder(objects);
  return objects.flatMap((object) =>
    references(object)
      .filter(({ optional }) => !optional)
      .flatMap((reference) => {
        const { kind, name, key, path } = reference;
        const target = find(reference);
        if (!target) return [finding(object, `${path} names ${kind} ${name}, which is not there`)];
        if (key === undefined || (keysOf(target, name)?.includes(key) ?? true)) return [];
        return [finding(object, `${path} names the key ${key} of ${kind} ${name}, which is not there`)];
      }),
  );
}

function keysOf(object: KubeObject, name: string): readonly string[] | undefined {
  const brought = operated(object)?.brings.find((one) => one.name === name);
  if (brought) return brought.keys;
  const { data, stringData, binaryData } = object;
  return [data, stringData, binaryData].flatMap((content) => Object.keys(content ?? {}));
}
