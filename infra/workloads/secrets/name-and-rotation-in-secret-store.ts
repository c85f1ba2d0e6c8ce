import type { DeclaredValue } from './declared-value-types.ts';

/** Location of a value in an external secret store. Values are written once: the next rotation has a name of its own. */
export interface StoredValue {
  /** Name after the prefix, for example `database.password` or, in its second rotation, `database.password.2`. */
  readonly name: string;
  /** Rotation number, from 1; 0 for a value that only people know, which is not rotated. */
  readonly round: number;
}

export function storeKey({ token, made }: DeclaredValue): StoredValue {
  if (made.by === 'certificate') return { name: token, round: made.round };
  if (made.by !== 'random') return { name: token, round: 0 };
  const name = made.rotation === 1 ? token : `${token}.${made.rotation}`;
  return { name, round: Number(/\.(\d+)$/.exec(name)?.[1] ?? 1) };
}
