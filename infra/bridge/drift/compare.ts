import type { AnyObject } from '../api/objects.ts';

/** A place in an object: names of fields, and indices of lists. */
export type Path = readonly (string | number)[];

/** A field that is other than it was deployed. `undefined`: it is not there. */
export interface Difference {
  readonly path: Path;
  readonly was: unknown;
  readonly is: unknown;
}

/** The smallest fields that differ; of what the API server keeps for itself nothing counts. */
export function differences(was: AnyObject, is: AnyObject): readonly Difference[] {
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
    // An element that came or went would make all behind it look changed.
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

/** Paths of elements that are there count in what is; those of others are their names. */
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
