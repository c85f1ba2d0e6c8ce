import { Problem } from '../../command/problem.ts';
import type { AnyObject } from '../api/read-and-write-objects.ts';

/** A Secret as a program wants it, and as it is in the cluster. */
export interface Pair {
  readonly wanted: AnyObject;
  readonly live: AnyObject;
}

/**
 * Finds the existing values in the cluster for values that Pulumi made up: they are at the same keys, alone or in a list.
 *
 * @param made values by the name of their resource
 * @returns existing values by the name of their resource
 * @throws Problem where the cluster has two for one.
 */
export function passwordsIn(
  pairs: readonly Pair[],
  made: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const nameOf = new Map([...made].map(([name, value]) => [value, name]));
  const found = new Map<string, string>();
  for (const { wanted, live } of pairs) {
    for (const [key, text] of Object.entries(contentsOf(wanted))) {
      for (const [value, kept] of valuesAt(text, contentsOf(live)[key])) {
        const name = nameOf.get(value);
        if (name === undefined || kept === undefined) continue;
        if ((found.get(name) ?? kept) !== kept) {
          throw new Problem(`the Secrets of the cluster have two values for ${name}; one of them is ${key}`);
        }
        found.set(name, kept);
      }
    }
  }
  return found;
}

/** Pairs of wanted and existing values at one key: signing keys are a comma-separated list, matched by position. */
function valuesAt(wanted: string, live: string | undefined): ReadonlyArray<[string, string | undefined]> {
  const [values, kept] = [wanted.split(','), live?.split(',') ?? []];
  return values.length === kept.length
    ? values.map((value, place) => [value, kept[place]])
    : [[wanted, live]];
}

function contentsOf({ data = {}, stringData = {} }: AnyObject): Readonly<Record<string, string>> {
  const decoded = Object.entries(data as Record<string, string>).map(([key, text]) => [
    key,
    Buffer.from(text, 'base64').toString(),
  ]);
  return { ...Object.fromEntries(decoded), ...stringData };
}
