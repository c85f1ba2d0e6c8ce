import { beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../testing/connect-as-superuser.ts';
import { type Household, household } from '../testing/household.ts';
import type { Money } from './entry-to-postings.ts';
import { type Filter, rowsOf } from './transaction-filter-in-url.ts';
import { type Cursor, cursorOf, cursorText, listTransactions } from './transaction-list.ts';

let home: Household;
let bank: Money;
let cash: Money;
let food: string;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  cash = await home.account('Cash', { kind: 'cash' });
  food = await home.category('Groceries');
});

describe('paging by key', () => {
  it('gives each row exactly once, also when rows come and go between pages', async () => {
    const own = await household();
    const purse = await own.account('Purse');
    const groceries = await own.category('Groceries');
    const add = (day: number, payee: string) =>
      own.enter({
        kind: 'spent',
        account: purse,
        payee,
        bookedOn: `2025-03-${String(day).padStart(2, '0')}`,
        lines: [{ category: groceries, amount: 100n, note: '' }],
      });
    for (let n = 0; n < 40; n++) await add(1 + (n % 7), `row ${n}`);

    const seen: string[] = [];
    let after: Cursor | undefined;
    for (let page = 0; page < 20; page++) {
      const found = await own.read((sql) => listTransactions(sql, own.book, {}, { limit: 7, after }));
      seen.push(...found.rows.map((row) => row.payee));
      if (!found.older) break;
      after = found.older;
      await add(28, `newer ${page}`); // above the first page: must not shift rows onto the next
      await add(4, `between ${page}`);
    }
    const original = seen.filter((payee) => payee.startsWith('row'));
    expect(new Set(original).size).toBe(40);
    expect(seen.length).toBe(new Set(seen).size);
  });

  it('goes up as it went down', async () => {
    const own = await household();
    const purse = await own.account('Purse');
    const groceries = await own.category('Groceries');
    for (let n = 0; n < 11; n++) {
      await own.enter({
        kind: 'spent',
        account: purse,
        payee: `${n}`,
        lines: [{ category: groceries, amount: 1n, note: '' }],
      });
    }
    const list = (paging: { after?: Cursor | undefined; before?: Cursor | undefined }) =>
      own.read((sql) => listTransactions(sql, own.book, {}, { limit: 4, ...paging }));
    const first = await list({});
    const second = await list({ after: first.older ?? undefined });
    const third = await list({ after: second.older ?? undefined });
    expect([first, second, third].map((page) => page.rows.map((row) => row.payee))).toEqual([
      ['10', '9', '8', '7'],
      ['6', '5', '4', '3'],
      ['2', '1', '0'],
    ]);
    expect([first.newer, third.older]).toEqual([null, null]);
    expect(await list({ before: third.newer ?? undefined })).toEqual(second);
    const top = await list({ before: second.newer ?? undefined });
    expect(top).toEqual(first);
  });

  it('takes no broken cursor for a place', () => {
    const cursor = { bookedOn: '2025-11-21', id: '01a1fe37-0667-782c-a06b-ba0019df5695' };
    expect(cursorOf(cursorText(cursor))).toEqual(cursor);
    for (const text of [
      '',
      '_',
      '2025-11-21',
      '2025-11-21_x',
      '2025-13-01_01a1fe37-0667-782c-a06b-ba0019df5695',
    ]) {
      expect(cursorOf(text)).toBeUndefined();
    }
  });
});

it('finds words that are in half of the book as well as those that are in one row', async () => {
  const own = await household();
  const purse = await own.account('Purse');
  await asSuperuser(async (sql) => {
    await sql`set session_replication_role = replica`;
    await sql.unsafe(`
      with payees as (
        insert into payee (book_id, name) select '${own.book}', 'common ' || n from generate_series(1, 1200) n returning id
      ), made as (
        insert into transaction (book_id, booked_on, kind, payee_id)
        select '${own.book}', '2025-01-01', 'spent', id from payees returning id
      )
      insert into posting (book_id, transaction_id, line, booked_on, account_id, amount_minor, currency)
      select '${own.book}', id, 1, '2025-01-01', '${purse.id}', -1, 'EUR' from made`);
  }, own.config.database.name);
  const list = (text: string) => own.read((sql) => listTransactions(sql, own.book, { text }, { limit: 5 }));
  expect((await list('COMMON')).rows).toHaveLength(5);
  expect((await list('common 1199')).rows.map((row) => row.payee)).toEqual(['common 1199']);
  expect((await list('uncommon')).rows).toEqual([]);
});

describe('a filter', () => {
  beforeAll(async () => {
    const line = (category: string) => [{ category, amount: 250n, note: '' }];
    const coffee = await home.category('Coffee and snacks');
    const salary = await home.category('Salary');
    await home.enter({
      kind: 'spent',
      account: bank,
      payee: 'Green Grocer',
      bookedOn: '2025-04-30',
      lines: line(food),
    });
    await home.enter({
      kind: 'spent',
      account: cash,
      payee: 'Café 100%',
      note: 'with Ben',
      bookedOn: '2025-05-01',
      lines: line(coffee),
    });
    await home.enter({
      kind: 'received',
      account: bank,
      payee: 'Acme',
      bookedOn: '2025-05-31',
      lines: line(salary),
    });
    await home.enter({
      kind: 'moved',
      from: bank,
      to: cash,
      amount: 900n,
      arrives: 900n,
      bookedOn: '2025-06-01',
    });
  });

  it.each<[string, () => Promise<Filter>, string[]]>([
    ['kind', async () => ({ kind: 'received' }), ['Acme']],
    ['account, with what is moved', async () => ({ account: cash.id }), ['', 'Café 100%']],
    ['category', async () => ({ category: food }), ['Green Grocer']],
    [
      'category, with those below it',
      async () => ({ category: await home.category('Food') }),
      ['Café 100%', 'Green Grocer'],
    ],
    ['month, first and last day in it', async () => ({ month: '2025-05' }), ['Acme', 'Café 100%']],
    ['month and category', async () => ({ month: '2025-04', category: food }), ['Green Grocer']],
    ['words in any case', async () => ({ text: 'gROCer' }), ['Green Grocer']],
    ['words of the note', async () => ({ text: 'with ben' }), ['Café 100%']],
    ['words with a sign that LIKE knows', async () => ({ text: '100%' }), ['Café 100%']],
    ['words that only LIKE would find', async () => ({ text: 'G_een' }), []],
    ['currency', async () => ({ currency: 'USD' }), []],
    ['two of them', async () => ({ kind: 'spent', account: bank.id }), ['Green Grocer']],
  ])('by %s', async (_what, filter, payees) => {
    const wanted = await filter();
    const page = await home.read((sql) => listTransactions(sql, home.book, rowsOf(wanted, 1), { limit: 50 }));
    expect(page.rows.map((row) => row.payee)).toEqual(payees);
  });
});
