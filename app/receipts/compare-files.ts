import type { ListedFile } from './query-files-that-store-should-have.ts';

/** What the list of files and a store do not have in common, by hash. */
export interface Differences {
  /** Listed, and not there in the same size. */
  readonly missing: readonly string[];
  /** There, and not listed. */
  readonly unlisted: readonly string[];
}

export function compareFiles(
  listed: readonly ListedFile[],
  stored: ReadonlyMap<string, number>,
): Differences {
  const known = new Set(listed.map(({ hash }) => hash));
  return {
    missing: listed.filter(({ hash, bytes }) => stored.get(hash) !== bytes).map(({ hash }) => hash),
    unlisted: [...stored.keys()].filter((hash) => !known.has(hash)),
  };
}
