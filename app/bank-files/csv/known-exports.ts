import { plainHeader } from './header-words.ts';
import { wiseHistory } from './known/wise-history.ts';
import type { KnownExport } from './known-export.ts';

const EXPORTS: readonly KnownExport[] = [wiseHistory];

/** The export that has such a header; undefined for all others. */
export function knownExport(header: readonly string[]): KnownExport | undefined {
  const plain = new Set(header.map(plainHeader));
  return EXPORTS.find(({ headers }) => headers.every((one) => plain.has(plainHeader(one))));
}
