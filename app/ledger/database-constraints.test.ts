import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactionSql } from '../database/connect.ts';
import type { OpenBook } from '../plugins/opened-book-types.ts';
import { type Household, household } from '../testing/household.ts';
import { opened } from '../testing/start-app.ts';
import type { Money } from './entry-to-postings.ts';

/* Constraints that the database enforces, whatever the code above it does. */

let home: Household;
let bank: Money;
let dollars: Money;
let food: string;
let salary: string;
let opening: string;
let exchange: string;
let stranger: { open: OpenBook; book: string; category: string };

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  dollars = await home.account('Dollars', { currency: 'USD' });
  opening = await home.category('Opening balance');
  exchange = await home.category('Exchange');
  food = await home.category('Groceries');
  salary = await home.category('Salary');
  const eve = await home.signedIn('Eve');
  const open = opened(eve);
  const [row] = await home.database.read(
    open,
    (sql) => sql<{ id: string }[]>`select id from category where name = 'Groceries'`,
  );
  stranger = { open, book: eve.book, category: row?.id ?? '' };
});

interface Line {
  readonly account?: string;
  readonly category?: string;
  readonly amount: bigint;
  readonly currency?: string;
}

describe('a transaction is refused', () => {
  it.each<[string, () => Line[], kind?: string]>([
    ['without postings', () => []],
    ['with one posting', () => [{ account: bank.id, amount: 5n }]],
    [
      'that does not sum to zero',
      () => [
        { account: bank.id, amount: -5n },
        { category: food, amount: 6n },
      ],
    ],
    [
      'that sums to zero only over two currencies',
      () => [
        { account: bank.id, amount: -5n },
        { category: food, amount: 5n, currency: 'USD' },
      ],
    ],
    [
      'on no account',
      () => [
        { category: food, amount: -5n },
        { category: food, amount: 5n },
      ],
    ],
    [
      'that opens an account and buys something at once',
      () => [
        { account: bank.id, amount: 5n },
        { category: opening, amount: -6n },
        { category: food, amount: 1n },
      ],
    ],
    [
      'that exchanges into nothing',
      () => [
        { account: bank.id, amount: -5n },
        { category: exchange, amount: 5n },
      ],
    ],
    [
      'that is spent in one currency and received in the other',
      () => [
        { account: bank.id, amount: -5n },
        { category: food, amount: 5n },
        { account: dollars.id, amount: 5n, currency: 'USD' },
        { category: salary, amount: -5n, currency: 'USD' },
      ],
    ],
    ['of an unknown kind', () => [], 'debited'],
  ])('%s', async (_what, lines, kind = 'spent') => {
    await expect(home.write((sql) => insert(sql, home.book, lines(), kind))).rejects.toMatchObject({
      code: '23514',
    });
  });

  it('when an update takes its sum away from zero', async () => {
    const id = await home.write((sql) => insert(sql, home.book, good()));
    const spoil = home.write(
      (sql) => sql`update posting set amount_minor = 7 where transaction_id = ${id} and line = 2`,
    );
    await expect(spoil).rejects.toMatchObject({ constraint_name: 'transaction_sums_to_zero' });
  });

  it('when its kind is changed and its lines are not', async () => {
    const id = await home.write((sql) => insert(sql, home.book, good()));
    const spoil = home.write((sql) => sql`update transaction set kind = 'moved' where id = ${id}`);
    await expect(spoil).rejects.toMatchObject({ constraint_name: 'transaction_kind_fits' });
  });

  it('when one of its two postings is deleted', async () => {
    const id = await home.write((sql) => insert(sql, home.book, good()));
    const spoil = home.write((sql) => sql`delete from posting where transaction_id = ${id} and line = 2`);
    await expect(spoil).rejects.toMatchObject({ constraint_name: 'transaction_has_postings' });
  });

  it('even when the session turns to another book before it commits', async () => {
    const spoil = home.write(async (sql) => {
      await insert(sql, home.book, [
        { account: bank.id, amount: -5n },
        { category: food, amount: 6n },
      ]);
      await sql`select open_book(${stranger.open.session}, ${stranger.book})`;
    });
    await expect(spoil).rejects.toMatchObject({ constraint_name: 'transaction_sums_to_zero' });
  });
});

describe('a posting is refused', () => {
  const limit = 10n ** 15n;

  it.each<[string, Partial<Line>, code: string]>([
    ['above the limit', { amount: limit + 1n }, '23514'],
    ['below the limit', { amount: -limit - 1n }, '23514'],
    ['of nothing', { amount: 0n }, '23514'],
    ['in another currency than its account', { amount: -5n, currency: 'USD' }, '23503'],
  ])('%s', async (_what, line, code) => {
    const lines = [
      { account: bank.id, amount: 5n, ...line },
      { category: food, amount: 5n },
    ];
    await expect(home.write((sql) => insert(sql, home.book, lines))).rejects.toMatchObject({ code });
  });

  it('on an account and a category at once', async () => {
    const lines = [
      { account: bank.id, category: food, amount: -5n },
      { category: food, amount: 5n },
    ];
    await expect(home.write((sql) => insert(sql, home.book, lines))).rejects.toMatchObject({ code: '23514' });
  });

  it("on another book's category", async () => {
    const lines = [
      { account: bank.id, amount: -5n },
      { category: stranger.category, amount: 5n },
    ];
    await expect(home.write((sql) => insert(sql, home.book, lines))).rejects.toMatchObject({ code: '23503' });
  });

  it('on another day than its transaction', async () => {
    const id = await home.write((sql) => insert(sql, home.book, good()));
    const spoil = home.write(
      (sql) => sql`update posting set booked_on = '2020-01-01' where transaction_id = ${id}`,
    );
    await expect(spoil).rejects.toMatchObject({ code: '23503' });
  });

  it('takes the day of its transaction along', async () => {
    const id = await home.write((sql) => insert(sql, home.book, good()));
    await home.write((sql) => sql`update transaction set booked_on = '2024-02-29' where id = ${id}`);
    const days = await home.read(
      (sql) => sql`select distinct booked_on::text as day from posting where transaction_id = ${id}`,
    );
    expect(days).toEqual([{ day: '2024-02-29' }]);
  });
});

describe('somebody who works for another book', () => {
  it('sees and changes nothing', async () => {
    const id = await home.write((sql) => insert(sql, home.book, good()));
    const seen = await home.database.read(stranger.open, async (sql) => {
      const tables = ['account', 'transaction', 'posting', 'audit'];
      const counts = tables.map(
        (name) => sql<{ n: bigint }[]>`select count(*) as n from ${sql(name)} where book_id = ${home.book}`,
      );
      return (await Promise.all(counts)).map(([row]) => row?.n);
    });
    expect(seen).toEqual([0n, 0n, 0n, 0n]);

    const change = { book: stranger.open, key: randomUUID() };
    const { updated, deleted } = await home.database.write(change, async (sql) => ({
      updated: (await sql`update transaction set payee = 'mine' where id = ${id}`).count,
      deleted: (await sql`delete from transaction where id = ${id}`).count,
    }));
    expect([updated, deleted]).toEqual([0, 0]);
  });

  it('cannot write into it either', async () => {
    const change = { book: stranger.open, key: randomUUID() };
    const sneak = home.database.write(change, (sql) => insert(sql, home.book, good()));
    await expect(sneak).rejects.toMatchObject({ code: '42501' });
  });

  it('finds none of its rows by searching', async () => {
    await home.write((sql) => insert(sql, home.book, good()));
    const search = (book: OpenBook) =>
      home.database.read(book, (sql) => sql`select transactions_matching('%Grocer%', 10)`);
    expect((await search(stranger.open)).length).toBe(0);
    expect((await search(opened(home.ada))).length).toBeGreaterThan(0);
  });

  it('is what a connection without a book is, too', async () => {
    expect(await home.database.sql`select id from transaction`).toHaveLength(0);
  });
});

describe('a category', () => {
  it('has two levels and no third', async () => {
    const [child] = await home.read(
      (sql) => sql<{ id: string }[]>`select id from category where id = ${food} and parent_id is not null`,
    );
    const third = home.write(
      (sql) => sql`
      insert into category (book_id, parent_id, kind, name) values (${home.book}, ${child?.id ?? ''}, 'spent', 'Apples')`,
    );
    await expect(third).rejects.toMatchObject({ code: '23503' });
  });

  it('is of the same kind as the one above it', async () => {
    const above = await home.category('Food');
    const mixed = home.write(
      (sql) => sql`
      insert into category (book_id, parent_id, kind, name) values (${home.book}, ${above}, 'received', 'Gifts')`,
    );
    await expect(mixed).rejects.toMatchObject({ code: '23503' });
  });

  it('keeps its kind', async () => {
    const turned = home.write((sql) => sql`update category set kind = 'received' where id = ${food}`);
    await expect(turned).rejects.toMatchObject({ code: '23001' });
  });

  it.each([
    ['equity', null],
    ['spent', 'opening'],
    ['equity', 'unsorted'],
  ])('of the kind %s cannot have the role %s', async (kind, role) => {
    const odd = home.write(
      (sql) =>
        sql`insert into category (book_id, kind, role, name) values (${home.book}, ${kind}, ${role}, 'Odd')`,
    );
    await expect(odd).rejects.toMatchObject({ code: '23514' });
  });
});

describe('the audit trail', () => {
  it.each(['update audit set action = action', 'delete from audit'])('refuses: %s', async (statement) => {
    await home.write((sql) => insert(sql, home.book, good()));
    await expect(home.write((sql) => sql.unsafe(statement))).rejects.toMatchObject({ code: '23001' });
  });

  it('goes with its book, and so does everything else', async () => {
    const own = await household();
    const cash = await own.account('Cash', { opening: 500n });
    await own.enter({
      kind: 'spent',
      account: cash,
      lines: [{ category: await own.category('Groceries'), amount: 5n, note: '' }],
    });
    const closed = await own.account('Closed', { opening: 500n });
    await own.enter({ kind: 'moved', from: closed, to: cash, amount: 500n, arrives: 500n });
    await own.rows`update account set closed_on = '2999-01-01' where id = ${closed.id}`;
    await own.rows`delete from book where id = ${own.book}`;
    expect(await own.rows`select id from book`).toEqual([]);
    expect(await own.rows`select id from audit`).toEqual([]);
  });
});

function good(): Line[] {
  return [
    { account: bank.id, amount: -5n },
    { category: food, amount: 5n },
  ];
}

async function insert(
  sql: TransactionSql,
  book: string,
  lines: readonly Line[],
  kind = 'spent',
): Promise<string> {
  const id = randomUUID();
  await sql`insert into transaction (book_id, id, booked_on, kind, payee) values (${book}, ${id}, '2025-11-21', ${kind}, 'Green Grocer')`;
  for (const [index, line] of lines.entries()) {
    const { account = null, category = null, amount, currency = 'EUR' } = line;
    await sql`
      insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency)
      values (${book}, ${id}, ${index + 1}, '2025-11-21', ${account}, ${category}, ${amount}, ${currency})`;
  }
  await sql`insert into audit (action, subject, subject_id, after) values ('add', 'transaction', ${id}, '{}')`;
  return id;
}
