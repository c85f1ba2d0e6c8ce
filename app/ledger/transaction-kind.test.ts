import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../testing/household.ts';

/* The kind of a transaction, which the database derives from its postings. */

let home: Household;
/** Ids by the names used in the tests. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  home = await household();
  for (const name of ['bank', 'card', 'savings']) ids[name] = (await home.account(name)).id;
  ids['dollars'] = (await home.account('dollars', { currency: 'USD' })).id;
  const categories = { groceries: 'Groceries', fees: 'Bank fees', salary: 'Salary', interest: 'Dividends' };
  for (const [name, stored] of Object.entries({
    ...categories,
    opening: 'Opening balance',
    exchange: 'Exchange',
  }))
    ids[name] = await home.category(stored);
});

/** `bank -5`, or `dollars 6 USD`. */
type Line = string;

describe('the word for a transaction', () => {
  it.each<[string, string, Line[]]>([
    ['spent', 'a purchase', ['bank -5', 'groceries 5']],
    ['spent', 'a refund', ['bank 5', 'groceries -5']],
    ['spent', 'a purchase less a deposit that came back', ['bank -5', 'groceries 7', 'groceries -2']],
    ['spent', 'a purchase from two accounts', ['bank -3', 'card -2', 'groceries 5']],
    ['spent', 'a purchase with a little cashback', ['bank -5', 'groceries 6', 'interest -1']],
    ['spent', 'a split of which the smaller part is saved', ['bank -100', 'savings 30', 'groceries 70']],
    ['received', 'a salary', ['bank 5', 'salary -5']],
    ['received', 'a salary that is paid back', ['bank -5', 'salary 5']],
    ['received', 'interest less charges', ['bank 4', 'interest -5', 'fees 1']],
    ['received', 'a salary from which somewhat was borrowed', ['bank 100', 'card -30', 'salary -70']],
    ['received', 'a salary over two accounts', ['bank 60', 'savings 40', 'salary -100']],
    ['moved', 'a move', ['bank -5', 'savings 5']],
    ['moved', 'a move with a fee', ['bank -100', 'savings 98', 'fees 2']],
    ['moved', 'a move of which half is spent', ['bank -100', 'savings 50', 'groceries 50']],
    ['moved', 'a split of which the larger part is saved', ['bank -100', 'savings 70', 'groceries 30']],
    ['moved', 'an exchange', ['bank -100', 'dollars 108 USD', 'exchange 100', 'exchange -108 USD']],
    [
      'moved',
      'an exchange with a fee',
      ['bank -100', 'dollars 106 USD', 'exchange 98', 'fees 2', 'exchange -106 USD'],
    ],
    ['opening', 'an opening balance', ['bank 5', 'opening -5']],
  ])('is %s for %s', async (word, _what, lines) => {
    expect(await wordFor(lines)).toBe(word);
  });

  it('is for any lines the one that the rule gives, or the database refuses them', async () => {
    const name = fc.constantFrom('bank', 'card', 'groceries', 'fees', 'salary', 'interest');
    const amount = fc.integer({ min: -6, max: 6 }).filter((one) => one !== 0);
    const drawn = fc.array(fc.tuple(name, amount), { minLength: 1, maxLength: 5 }).map((lines) => {
      const rest = -lines.reduce((sum, [, one]) => sum + one, 0);
      return rest === 0 ? lines : [...lines, ['savings', rest] as [string, number]];
    });
    await fc.assert(
      fc.asyncProperty(drawn, async (lines) => {
        expect(await wordFor(lines.map(([on, minor]) => `${on} ${minor}`))).toBe(ruled(lines));
      }),
      { numRuns: 300 },
    );
  });
});

const kinds: Record<string, string> = {
  groceries: 'spent',
  fees: 'spent',
  salary: 'received',
  interest: 'received',
};

/** Kind by the documented rule, for postings in one currency that sum to zero; `refused` when no kind fits. */
function ruled(lines: readonly (readonly [string, number])[]): string {
  const held = lines.filter(([on]) => !kinds[on]).map(([, amount]) => amount);
  if (held.length === 0 || lines.length < 2) return 'refused';
  const sum = (amounts: number[]) => amounts.reduce((all, one) => all + one, 0);
  const came = sum(held.filter((one) => one > 0));
  const went = -sum(held.filter((one) => one < 0));
  if (came > 0 && went > 0) {
    if (went - came > came) return 'spent';
    return came - went > went ? 'received' : 'moved';
  }
  const of = new Set(lines.map(([on]) => kinds[on]).filter(Boolean));
  if (of.size === 1) return [...of][0] ?? '';
  return went > 0 ? 'spent' : 'received';
}

/** Writes the postings under another kind and reads back the one that the database derived. */
async function wordFor(lines: readonly Line[]): Promise<string> {
  const write = home.write(async (sql) => {
    const [row] = await sql<{ id: string }[]>`
      insert into transaction (book_id, booked_on, kind)
      values (${home.book}, '2025-11-21', ${lines.length % 2 ? 'moved' : 'opening'}) returning id`;
    const rows = lines.map((line, index) => {
      const [on = '', amount = '', currency = 'EUR'] = line.split(' ');
      const isCategory = on in kinds || on === 'opening' || on === 'exchange';
      return {
        ...{ book_id: home.book, transaction_id: row?.id ?? '', line: index + 1, booked_on: '2025-11-21' },
        ...{
          account_id: isCategory ? null : (ids[on] ?? ''),
          category_id: isCategory ? (ids[on] ?? '') : null,
        },
        ...{ amount_minor: BigInt(amount), currency },
      };
    });
    await sql`insert into posting ${sql(rows)}`;
    const [named] = await sql<{ kind: string }[]>`select kind from transaction where id = ${row?.id ?? ''}`;
    return named?.kind ?? '';
  });
  return write.catch((error: { code?: string; constraint_name?: string }) => {
    if (error.code !== '23514' || !error.constraint_name?.startsWith('transaction_has_')) throw error;
    return 'refused';
  });
}
