import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Files, type KeyedRow, matchKeys, type Span, type StoredRow } from './match-rows-by-key.ts';

/** Rows as `day key`, with the bank's id behind it where there is one. */
const rowsOf = (texts: readonly string[]) =>
  texts.map((text) => {
    const [day = '', name = '', reference = ''] = text.split(' ');
    return { day, key: `${day} ${name} ${reference}`, reference, isPending: false };
  });
const spanOf = (rows: readonly { readonly day: string }[]): Span => {
  const days = rows.map(({ day }) => day).sort();
  return { first: days[0] ?? '', last: days.at(-1) ?? '' };
};

/** A book of one account: takes files in, and says what it made of each row. */
function book() {
  const stored: StoredRow[] = [];
  const imported: Span[] = [];
  return {
    stored,
    take(texts: readonly string[], sameFile: string | null = null) {
      const rows = rowsOf(texts);
      const files: Files = { span: spanOf(rows), imported, sameFile };
      const matches = matchKeys(rows, stored, files);
      const name = `file ${imported.length}`;
      for (const [index, { key }] of rows.entries()) {
        if (matches[index]) continue;
        const ordinal = stored.filter((one) => one.key === key).length + 1;
        const transaction = `${name} ${index}`;
        stored.push({
          key,
          ordinal,
          import: name,
          span: files.span,
          transaction,
          isThere: true,
          pending: null,
        });
      }
      imported.push(files.span);
      return matches.map((match) => match?.as ?? 'new');
    },
  };
}

describe('rows of a file that the book has', () => {
  it('are found by their keys, twins by their number', () => {
    const { take } = book();
    expect(take(['01 a', '02 b', '02 b', '03 c'])).toEqual(['new', 'new', 'new', 'new']);
    expect(take(['01 a', '02 b', '02 b', '02 b', '03 c'])).toEqual([
      'known',
      'known',
      'known',
      'new',
      'known',
    ]);
  });

  it('may be their twins on a day on which one file ends and the other begins', () => {
    const { take } = book();
    take(['01 a', '02 b']);
    expect(take(['02 b', '03 c'])).toEqual(['cut', 'new']);
    expect(take(['01 x', '02 b', '03 c'])).toEqual(['new', 'known', 'known']);
    expect(take(['02 b', '03 c'])).toEqual(['known', 'known']);
  });

  it('are certain on a day on which both begin, or both end', () => {
    const { take } = book();
    take(['01 a', '02 b', '03 c']);
    expect(take(['01 a', '01 a', '02 b'])).toEqual(['known', 'new', 'known']);
    expect(take(['02 d', '03 c', '03 c'])).toEqual(['new', 'known', 'new']);
  });

  it("are certain where the bank's id names them, and not where several have it", () => {
    const { take } = book();
    take(['01 a', '02 b 7', '02 c none', '02 d none']);
    expect(take(['02 b 7', '02 c none', '02 d none', '03 e'])).toEqual(['known', 'cut', 'cut', 'new']);
  });

  it('are those of the same bytes, on whichever days', () => {
    const { take } = book();
    take(['02 b', '02 b']);
    expect(take(['02 b', '02 b'], 'file 0')).toEqual(['known', 'known']);
    expect(take(['02 b', '02 x'])).toEqual(['cut', 'new']);
  });

  it('are told apart from their twins by what is booked, and a booked form is no twin of its own', () => {
    const row = { day: '02', key: 'a', reference: '' };
    const [waiting, booked] = [
      { ...row, isPending: true },
      { ...row, isPending: false },
    ];
    const span = { first: '01', last: '03' };
    const files: Files = { span, imported: [span], sameFile: null };
    const of = { key: 'a', import: 'file', span, isThere: true };
    const pending: StoredRow = { ...of, ordinal: 1, transaction: 'one', pending: 'one' };
    const other: StoredRow = { ...of, ordinal: 2, transaction: 'two', pending: null };
    const told = (rows: readonly KeyedRow[], stored: readonly StoredRow[]) =>
      matchKeys(rows, stored, files).map((match) => match && (match.announced ?? match.as));
    expect(told([booked], [pending])).toEqual(['one']);
    expect(told([waiting], [pending])).toEqual(['known']);
    expect(told([booked, waiting], [pending, other])).toEqual(['known', 'known']);
    expect(told([waiting, booked], [pending])).toEqual(['known', undefined]);
    expect(told([booked, booked], [pending, other])).toEqual(['known', 'one']);
    const second: StoredRow = { ...other, transaction: 'one' };
    expect(told([booked, booked], [pending, second])).toEqual(['known', undefined]);
  });

  const name = fc.constantFrom('a', 'b', 'c');
  const statement = fc
    .array(fc.array(name, { maxLength: 4 }), { minLength: 1, maxLength: 8 })
    .map((days) =>
      days.flatMap((names, day) => names.map((one) => `${String(day).padStart(2, '0')} ${one}`)),
    );
  const counts = (texts: readonly string[]) => {
    const found: Record<string, number> = {};
    for (const text of texts) found[text] = (found[text] ?? 0) + 1;
    return found;
  };
  const kept = (stored: readonly StoredRow[]) => counts(stored.map(({ key }) => key.trim()));

  it('are the same in the end for files of whole days in any order, overlapping and repeated', () => {
    const range = fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 }));
    fc.assert(
      fc.property(statement, fc.array(range, { maxLength: 8 }), (all, ranges) => {
        const { stored, take } = book();
        const covered = new Set<string>();
        for (const [one, other] of ranges) {
          const [first, last] = [Math.min(one, other), Math.max(one, other)];
          const file = all.filter(
            (row) => Number(row.slice(0, 2)) >= first && Number(row.slice(0, 2)) <= last,
          );
          if (file.length > 0) take(file);
          for (const row of file) covered.add(row.slice(0, 2));
        }
        expect(kept(stored)).toEqual(counts(all.filter((row) => covered.has(row.slice(0, 2)))));
      }),
      { numRuns: 500 },
    );
  });

  it('are never taken for known wrongly where a statement is cut in two anywhere: twins are left to a person', () => {
    fc.assert(
      fc.property(statement, fc.nat(), fc.boolean(), (all, at, isLaterFirst) => {
        const cut = at % (all.length + 1);
        const parts = [all.slice(0, cut), all.slice(cut)].filter((part) => part.length > 0);
        if (isLaterFirst) parts.reverse();
        const [before = [], after = []] = parts;
        const { take } = book();
        take(before);
        const verdicts = after.length > 0 ? take(after) : [];
        const left = counts(before);
        for (const [index, row] of after.entries()) {
          const isTwin = (left[row] ?? 0) > 0;
          if (isTwin) left[row] = (left[row] ?? 0) - 1;
          expect(verdicts[index]).toBe(isTwin ? 'cut' : 'new');
        }
      }),
      { numRuns: 500 },
    );
  });
});
