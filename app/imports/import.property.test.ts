import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type Household, household } from '../testing/household.ts';
import { bankRow, importOf } from '../testing/parsed-statement-and-import-request.ts';
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

const oneIdOnTwoDays: [ReturnType<typeof bankRow>[], number[][], boolean] = [
  [1, 2].map((day) => bankRow(`2026-02-0${day} 4.00 Café`, { reference: 'A1' })),
  [
    [1, 1],
    [2, 2],
  ],
  false,
];

it('brings the same rows, whole days in any order, overlapping and repeated; and their sum', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      statement,
      fc.array(range, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (all, ranges, isNewestFirst) => {
        const { id } = await home.account(`Bank ${run++}`);
        const covered = new Set<string>();
        for (const [first = 0, last = 0] of ranges) {
          const file = all.filter(
            ({ date }) => Number(date.slice(-1)) >= first && Number(date.slice(-1)) <= last,
          );
          if (file.length === 0) continue;
          const rows = isNewestFirst ? file.toReversed() : file;
          await home.write((sql) => runImport(sql, home.book, home.ada.person, importOf(id, rows)));
          for (const { date } of file) covered.add(date);
        }
        const expected = all.filter(({ date }) => covered.has(date));
        const stored = await home.rows<{ row: string }[]>`
        select concat_ws(' ', p.bank_day, p.amount_minor, t.payee) as row
        from posting p join transaction t on t.book_id = p.book_id and t.id = p.transaction_id where p.account_id = ${id}`;
        const texts = expected.map(({ date, amountMinor, payee }) => `${date} ${amountMinor} ${payee}`);
        expect(stored.map((one) => one.row).sort()).toEqual(texts.sort());
        const [sum] = await home.rows<{ sum: bigint }[]>`
        select coalesce(sum(amount_minor), 0) as sum from posting where account_id = ${id}`;
        expect(sum?.sum).toBe(expected.reduce((total, { amountMinor }) => total + amountMinor, 0n));
      },
    ),
    { numRuns: 25, examples: [oneIdOnTwoDays] },
  );
});
