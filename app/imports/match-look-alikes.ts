import type { Day } from '../calendar.ts';
import type { LineState } from '../ledger/entry-to-postings.ts';
import { type Files, isSamePart, type KeyedRow, namedByBank, type Span } from './match-rows-by-key.ts';

/** A row of a file that no key has matched. */
export interface UnmatchedRow extends KeyedRow {
  readonly amountMinor: bigint;
  readonly description: string;
}

/** A line of the book on the same account, with an amount that the file has as well. */
export interface Candidate {
  readonly transaction: string;
  readonly line: number;
  /** The bank's own day where there is one, else the day of the transaction. */
  readonly day: Day;
  readonly amountMinor: bigint;
  readonly payee: string;
  readonly state: LineState;
  /** False when any part of the transaction came from a bank's file. */
  readonly isByHand: boolean;
  /** Rows of files of this account that made it. */
  readonly sources: readonly Source[];
}

export interface Source {
  readonly import: string;
  readonly fingerprint: string;
  readonly span: Span;
  readonly reference: string;
  readonly description: string;
}

export interface Resemblance {
  /**
   * `pending`: not booked yet then, and booked now. `changed`: the bank seems to have changed its text or id. `amount`:
   * typed by hand or from another source.
   */
  readonly why: 'pending' | 'changed' | 'amount';
  readonly candidate: Candidate;
}

/** Days between typing, or another source, and the bank. */
const NEAR = [0, 1, -1, 2, -2, 3, -3, 4, -4];
/** Days from an announced row to the booked one. */
const UNTIL_BOOKED = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1];

/**
 * Pairs rows with lines that look like them, each line with one row at most; the same text and the nearest day first.
 *
 * @param rows all of the file on this account; `open` are the positions of those without a match
 * @param taken transactions that other rows of the file are already
 */
export function matchLookAlikes(
  rows: readonly UnmatchedRow[],
  open: readonly number[],
  candidates: readonly Candidate[],
  taken: ReadonlySet<string>,
  files: Files & { readonly fingerprint: string },
): ReadonlyMap<number, Resemblance> {
  const found = new Map<number, Resemblance>();
  if (candidates.length === 0) return found;
  const used = new Set<Candidate>(candidates.filter(({ transaction }) => taken.has(transaction)));
  const byDay = Map.groupBy(candidates, ({ amountMinor, day }) => `${amountMinor} ${numberOf(day)}`);
  const amounts = new Set(candidates.map(({ amountMinor }) => amountMinor));
  const possible = open.flatMap((index) => {
    const row = rows[index];
    return row && amounts.has(row.amountMinor) ? [{ index, row, day: numberOf(row.day) }] : [];
  });
  const pair = (why: Resemblance['why'], offsets: readonly number[], fits: Fits): void => {
    for (const isSameText of [true, false])
      for (const offset of offsets)
        for (const { index, row, day } of possible) {
          if (found.has(index)) continue;
          const candidate = byDay
            .get(`${row.amountMinor} ${day - offset}`)
            ?.find((one) => !used.has(one) && fits(row, one) && (!isSameText || hasText(one, row)));
          if (candidate === undefined) continue;
          used.add(candidate);
          found.set(index, { why, candidate });
        }
  };
  const isNamed = namedByBank(rows);
  const isOwn = ({ fingerprint }: Source) => fingerprint === files.fingerprint;
  if (candidates.some(({ state }) => state === 'pending'))
    pair('pending', UNTIL_BOOKED, (row, { state }) => state === 'pending' && !row.isPending);
  if (candidates.some(({ sources }) => sources.some(isOwn))) {
    // The file has that day, and the stored row no more: without the day, one id may well stand for two rows.
    const { first, last } = files.span;
    pair('changed', UNTIL_BOOKED, (row, { sources, day }) =>
      sources.some(
        (one) => isOwn(one) && isNamed(row) && one.reference === row.reference && first <= day && day <= last,
      ),
    );
    // The file has this part of the day, and the stored row no more.
    pair('changed', [0], (row, { sources }) =>
      sources.some((one) => isOwn(one) && isSamePart(row.day, one, files)),
    );
  }
  pair('amount', NEAR, (_, { sources }) => !sources.some(isOwn));
  return found;
}

/** Days since 1970. */
function numberOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

type Fits = (row: UnmatchedRow, candidate: Candidate) => boolean;

function hasText({ sources }: Candidate, { description }: UnmatchedRow): boolean {
  return sources.some((one) => one.description === description);
}
