import { plainHeader } from './header-words.ts';
import { actual } from './known/actual.ts';
import { dkb } from './known/dkb.ts';
import { ezBookkeeping } from './known/ez-bookkeeping.ts';
import { firefly } from './known/firefly.ts';
import { gnuCash } from './known/gnu-cash.ts';
import { ing } from './known/ing.ts';
import { mint } from './known/mint.ts';
import { n26 } from './known/n26.ts';
import { payPal } from './known/pay-pal.ts';
import { revolut } from './known/revolut.ts';
import { wiseHistory } from './known/wise-history.ts';
import { wiseStatement } from './known/wise-statement.ts';
import { ynab } from './known/ynab.ts';
import type { KnownExport } from './known-export-profile-types.ts';

const EXPORTS: readonly KnownExport[] = [
  ...actual,
  dkb,
  ezBookkeeping,
  firefly,
  ...gnuCash,
  ...ing,
  mint,
  ...n26,
  ...payPal,
  ...revolut,
  wiseHistory,
  wiseStatement,
  ...ynab,
];

/** The export that has such a header; undefined for all others. */
export function knownExport(header: readonly string[]): KnownExport | undefined {
  const plain = new Set(header.map(plainHeader));
  return EXPORTS.find(({ headers }) => headers.every((one) => plain.has(plainHeader(one))));
}
