import type { AnyObject } from '../api/read-and-write-objects.ts';

/** A path in an object: names of fields, and indices of lists. */
export type Path = readonly (string | number)[];

/** A field that differs from its deployed value; `undefined` stands for absent. */
export interface Difference {
  readonly path: Path;
  readonly was: unknown;
  readonly is: unknown;
}

/** The innermost fields that differ, without the API server's own bookkeeping and the status. */
export function compareObjects(was: AnyObject, is: AnyObject): readonly Difference[] {
  return between(stripped(was), stripped(is), []);
}

const BOOKKEEPING = [
  'managedFields',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'uid',
  'selfLink',
];

function stripped({ status: _, metadata, ...rest }: AnyObject): AnyObject {
  const kept = Object.entries(metadata as AnyObject).filter(([key]) => !BOOKKEEPING.includes(key));
  return { ...rest, metadata: Object.fromEntries(kept) };
}

function between(was: unknown, is: unknown, path: Path): readonly Difference[] {
  if (was === is) return [];
  if (Array.isArray(was) && Array.isArray(is)) {
    // Matched by name: an added or removed element would make all behind it look changed.
    if (named(was) && named(is)) return betweenNamed(was, is, path);
    const length = Math.max(was.length, is.length);
    return Array.from({ length }, (_, at) => between(was[at], is[at], [...path, at])).flat();
  }
  if (isFields(was) && isFields(is)) {
    const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
    return [...keys].flatMap((key) => between(was[key], is[key], [...path, key]));
  }
  return [{ path, was, is }];
}

/**
 * Differences between lists of named elements. Paths use the index in the live list, or the name of an element that is gone
 * from it.
 */
function betweenNamed(
  was: readonly AnyObject[],
  is: readonly AnyObject[],
  path: Path,
): readonly Difference[] {
  const names = new Set([...was, ...is].map(({ name }) => name as string));
  return [...names].flatMap((name) => {
    const at = is.findIndex((one) => one['name'] === name);
    const before = was.find((one) => one['name'] === name);
    return between(before, is[at], [...path, at === -1 ? name : at]);
  });
}

function named(list: readonly unknown[]): list is readonly AnyObject[] {
  const names = list.map((one) => isFields(one) && one['name']);
  return (
    list.length > 0 && names.every((name) => typeof name === 'string') && new Set(names).size === names.length
  );
}

function isFields(value: unknown): value is AnyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
