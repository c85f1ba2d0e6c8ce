import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Row } from '../bank-files/statement.ts';
import { type Household, household } from '../testing/household.ts';
import { bankRow, importOf } from '../testing/parsed-statement-and-import-request.ts';
import type { Choice, ImportRequest } from './import-request-types.ts';
import { previewImport } from './preview-import.ts';
import { runImport } from './run-import.ts';

/* Files of one statement, brought in any order. What keys alone decide is in `match-rows-by-key.test.ts`, with many more runs. */

let home: Household;
beforeAll(async () => {
  home = await household();
});

const row = fc.record({
  amount: fc.constantFrom('-2.50', '-2.50', '-3.00', '4.00'),
  payee: fc.constantFrom('Café', 'Bakery'),
  reference: fc.constantFrom('', '', 'NONREF', 'A1'),
});
const statement = fc
  .array(fc.array(row, { maxLength: 3 }), { minLength: 2, maxLength: 6 })
  .map((days) =>
    days.flatMap((rows, day) =>
      rows.map(({ amount, payee, reference }) =>
        bankRow(`2026-02-0${day + 1} ${amount} ${payee}`, { reference }),
      ),
    ),
  );
const range = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .map((days) => days.sort());

const textsOf = (rows: readonly Row[]) =>
  rows.map(({ date, amountMinor, payee }) => `${date} ${amountMinor} ${payee}`).sort();
async function storedIn(account: string) {
  const stored = await home.rows<{ row: string }[]>`
    select concat_ws(' ', p.bank_day, p.amount_minor, t.payee) as row
    from posting p join transaction t on t.book_id = p.book_id and t.id = p.transaction_id where p.account_id = ${account}`;
  return stored.map(({ row }) => row).sort();
}
let run = 0;
const newAccount = async () => (await home.account(`Bank ${run++}`)).id;
const bring = (request: ImportRequest) =>
  home.write((sql) => runImport(sql, home.book, home.ada.person, request));
/** A file of its own bytes, even where its rows equal those of another. */
const another = (account: string, rows: readonly Row[], choices: readonly Choice[] = []) => {
  const request = importOf(account, rows, { choices });
  return { ...request, file: { ...request.file, sha256: randomBytes(32) } };
};

const oneIdOnTwoDays: [Row[], number[][], boolean] = [
  [1, 2].map((day) => bankRow(`2026-02-0${day} 4.00 Café`, { reference: 'A1' })),
  [
    [1, 1],
    [2, 2],
  ],
  false,
];

const twoCoffees = [1, 2].map(() => bankRow('2026-02-01 -2.50 Café'));

it('brings the same rows, whole days in any order, overlapping and repeated; and their sum', async () => {
  await fc.assert(
    fc.asyncProperty(
      statement,
      fc.array(range, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (all, ranges, isNewestFirst) => {
        const id = await newAccount();
        const covered = new Set<string>();
        for (const [first = 0, last = 0] of ranges) {
          const file = all.filter(
            ({ date }) => Number(date.slice(-1)) >= first && Number(date.slice(-1)) <= last,
          );
          if (file.length === 0) continue;
          const rows = isNewestFirst ? file.toReversed() : file;
          await bring(importOf(id, rows));
          for (const { date } of file) covered.add(date);
        }
        const expected = all.filter(({ date }) => covered.has(date));
        expect(await storedIn(id)).toEqual(textsOf(expected));
        const [sum] = await home.rows<{ sum: bigint }[]>`
        select coalesce(sum(amount_minor), 0) as sum from posting where account_id = ${id}`;
        expect(sum?.sum).toBe(expected.reduce((total, { amountMinor }) => total + amountMinor, 0n));
      },
    ),
    { numRuns: 25, examples: [oneIdOnTwoDays] },
  );
});

it('shows the twins of a day within which a file is cut as similar and no other row, whichever part comes first', async () => {
  const withoutIds = statement.map((rows) => rows.map((one) => ({ ...one, reference: '' })));
  await fc.assert(
    fc.asyncProperty(withoutIds, fc.nat(), fc.boolean(), async (all, at, isLaterFirst) => {
      const cut = at % (all.length + 1);
      const [before, after] = isLaterFirst
        ? [all.slice(cut), all.slice(0, cut)]
        : [all.slice(0, cut), all.slice(cut)];
      const id = await newAccount();
      if (before.length > 0) await bring(another(id, before));
      const twins = textsOf(before);
      const expected = after.map((one) => {
        const twin = twins.indexOf(String(textsOf([one])));
        if (twin >= 0) twins.splice(twin, 1);
        return twin < 0 ? ['new', undefined] : ['similar', 'cut'];
      });
      const told = await home.read((sql) => previewImport(sql, home.book, another(id, after)));
      const rows = told.statements.flatMap((one) => one.rows);
      expect(rows.map(({ verdict, like }) => [verdict, like?.why])).toEqual(expected);

      const choices = rows.flatMap(({ verdict }, row) =>
        verdict === 'similar' ? [{ statement: 0, row, as: 'add' as const }] : [],
      );
      await bring(another(id, after, choices));
      expect(await storedIn(id)).toEqual(textsOf(all));
      const whole = await home.read((sql) => previewImport(sql, home.book, another(id, all)));
      const again = whole.statements.flatMap((one) => one.rows.map(({ verdict }) => verdict));
      expect(again).not.toContain('new');
    }),
    { numRuns: 25, examples: [[twoCoffees, 1, false]] },
  );
});
