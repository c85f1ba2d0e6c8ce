import type { Live } from '../cluster-api.ts';

/** A Secret as a program wants it, and as it is in the cluster. */
export interface Pair {
  readonly wanted: Live;
  readonly live: Live;
}

/**
 * The values of the cluster for values that Pulumi made up: they stand at the same keys.
 *
 * @param made values by the name of their resource
 * @returns the others for them
 * @throws Error where the cluster has two for one.
 */
export function passwordsIn(
  pairs: readonly Pair[],
  made: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const nameOf = new Map([...made].map(([name, value]) => [value, name]));
  const found = new Map<string, string>();
  for (const { wanted, live } of pairs) {
    for (const [key, text] of Object.entries(contentsOf(wanted))) {
      const name = nameOf.get(text);
      const kept = contentsOf(live)[key];
      if (name === undefined || kept === undefined) continue;
      if ((found.get(name) ?? kept) !== kept) {
        throw new Error(`the Secrets of the cluster have two values for ${name}; one of them is ${key}`);
      }
      found.set(name, kept);
    }
  }
  return found;
}

function contentsOf({ data = {}, stringData = {} }: Live): Readonly<Record<string, string>> {
  const decoded = Object.entries(data as Record<string, string>).map(([key, text]) => [
    key,
    Buffer.from(text, 'base64').toString(),
  ]);
  return { ...Object.fromEntries(decoded), ...stringData };
}
