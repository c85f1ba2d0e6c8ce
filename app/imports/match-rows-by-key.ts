import type { Day } from '../calendar.ts';

/** A row of a file, reduced to what tells it apart from others. */
export interface KeyedRow {
  /** `rowKey` in hexadecimal digits: twins share it. */
  readonly key: string;
  readonly day: Day;
  /** The bank's id, or empty. */
  readonly reference: string;
  /** True for a row that the bank has not booked yet. */
  readonly isPending: boolean;
}

/** A row that the book has, or had, from a bank's file. */
export interface StoredRow {
  readonly key: string;
  /** Number among its twins, from 1. */
  readonly ordinal: number;
  readonly import: string;
  /** Days that its own file covered on this account. */
  readonly span: Span;
  /** Null for an amount of zero. */
  readonly transaction: string | null;
  /** False once its transaction was deleted. */
  readonly isThere: boolean;
  /** Transaction of a row that came as pending, as long as its line on the account is; null for any other. */
  readonly pending: string | null;
}

/** First and last day with rows. */
export interface Span {
  readonly first: Day;
  readonly last: Day;
}

/** Facts about the files of one account that decide whether a day is known whole. */
export interface Files {
  /** Days of the file in hand. */
  readonly span: Span;
  /** Days of all files that are imported and not undone. */
  readonly imported: readonly Span[];
  /** Import of the same bytes. */
  readonly sameFile: string | null;
}

export interface KeyMatch {
  /** `cut`: the stored row may be this one or its twin, because two files end within the day. */
  readonly as: 'known' | 'deleted' | 'cut';
  readonly stored: StoredRow;
  /** Transaction that is pending still, of a row that is booked now. */
  readonly announced?: string;
}

/**
 * Finds which rows of a file the book has already, by their keys; undefined for those that it has not.
 *
 * Twins are counted: the third coffee of a day is known when three are stored. That holds when both files have the whole
 * day, or both the same part of it. A file may begin and end within a day, so where one ends on the day on which the
 * other begins nothing is certain, unless the bank's id names the row. Of twins, booked ones are those that were booked.
 */
export function matchKeys(
  rows: readonly KeyedRow[],
  stored: readonly StoredRow[],
  files: Files,
): readonly (KeyMatch | undefined)[] {
  const storedByKey = Map.groupBy(stored, ({ key }) => key);
  const isNamed = namedByBank(rows);
  const matches: (KeyMatch | undefined)[] = rows.map(() => undefined);
  const rowsByKey = Map.groupBy(
    rows.map((row, index) => ({ row, index })),
    ({ row }) => row.key,
  );
  for (const [key, twins] of rowsByKey) {
    const same = (storedByKey.get(key) ?? []).toSorted((a, b) => Number(b.isThere) - Number(a.isThere));
    const [first] = twins;
    if (first === undefined || same.length === 0) continue;
    const isCertain = (one: StoredRow) => isNamed(first.row) || isSamePart(first.row.day, one, files);
    const left = withoutSecondForms([...same.filter(isCertain), ...same.filter((one) => !isCertain(one))]);
    for (const isSameForm of [true, false])
      for (const { row, index } of twins) {
        if (matches[index] !== undefined) continue;
        const at = left.findIndex((one) => !isSameForm || row.isPending === (one.pending !== null));
        const [found] = at < 0 ? [] : left.splice(at, 1);
        if (found === undefined) continue;
        const as = found.isThere ? (isCertain(found) ? 'known' : 'cut') : 'deleted';
        const { pending } = found;
        matches[index] = {
          ...{ as, stored: found },
          ...(pending !== null && !row.isPending && { announced: pending }),
        };
      }
  }
  return matches;
}

/** Each transaction once: the booked form of a pending row is stored beside it, which is announced no more. */
function withoutSecondForms(same: readonly StoredRow[]): StoredRow[] {
  const forms = Map.groupBy(same, ({ transaction }) => transaction);
  return same.flatMap((one) => {
    const [first, second] = (one.transaction !== null && forms.get(one.transaction)) || [one];
    if (first !== one) return [];
    return second === undefined ? one : { ...one, pending: null };
  });
}

/** True when a file's part of a day and that of the file which brought a row are one within the other. */
export function isSamePart(
  day: Day,
  { import: of, span }: Pick<StoredRow, 'import' | 'span'>,
  files: Files,
): boolean {
  if (of === files.sameFile) return true;
  if (isWithin(day, files.span) || files.imported.some((one) => isWithin(day, one))) return true;
  const ends = (one: Span) => (one.first === day ? 'first' : '') + (one.last === day ? 'last' : '');
  const [here, there] = [ends(files.span), ends(span)];
  return here === there && here !== 'firstlast';
}

/** A file has all of a day when it has rows before and after it. */
function isWithin(day: Day, { first, last }: Span): boolean {
  return first < day && day < last;
}

/** Rows whose id no other row of the file has: some banks write the same one into several. */
export function namedByBank(rows: readonly KeyedRow[]): (row: KeyedRow) => boolean {
  const counts = new Map<string, number>();
  for (const { reference } of rows) counts.set(reference, (counts.get(reference) ?? 0) + 1);
  return ({ reference }) => reference !== '' && counts.get(reference) === 1;
}
