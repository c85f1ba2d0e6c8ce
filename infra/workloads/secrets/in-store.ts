import type { DeclaredValue } from './secrets.ts';

/** Where one value is in a store outside of the cluster. It is made once: its next round has a name of its own. */
export interface StoredValue {
  /** After the prefix, for example `database.password` or, in its second round, `database.password.2`. */
  readonly name: string;
  /** Counts from 1; 0 for a value that only people have, which has no rounds. */
  readonly round: number;
}

export function inStore({ token, made }: DeclaredValue): StoredValue {
  if (made.by !== 'random') return { name: token, round: 0 };
  const name = made.rotation === 1 ? token : `${token}.${made.rotation}`;
  return { name, round: Number(/\.(\d+)$/.exec(name)?.[1] ?? 1) };
}
