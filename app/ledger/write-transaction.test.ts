import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactionSql } from '../database/connect.ts';
import { type Household, household } from '../testing/household.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { opened } from '../testing/start-app.ts';
import { acted } from './begin-and-list-acts.ts';
import type { Entry, Held, Money, Part } from './entry-to-postings.ts';
import { findTransaction } from './read-transactions-with-postings.ts';
import { addTransaction, deleteTransaction, EditConflict, editTransaction } from './write-transaction.ts';

let home: Household;
let bank: Money;
let food: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
});

const spent = (amount: bigint, payee = 'Green Grocer') => spentOn(bank, food, amount, { payee });

describe('adding', () => {
  it('has one effect for one key, whoever sends it again', async () => {
    const change = { book: opened(home.ada), key: randomUUID() };
    const add = () =>
      home.database.write(change, (sql) => addTransaction(sql, home.book, home.ada.person, spent(1n)));
    const [first, ...others] = await Promise.all([add(), add(), add()]);
    expect(others).toEqual([first, first]);
    expect(await home.read((sql) => sql`select id from transaction where id = ${first ?? ''}`)).toHaveLength(
      1,
    );
  });

  it('leaves nothing when it fails, and the key can be used again', async () => {
    const change = { book: opened(home.ada), key: randomUUID() };
    const add = (entry: Entry) =>
      home.database.write(change, (sql) => addTransaction(sql, home.book, home.ada.person, entry));
    await expect(add(spent(10n ** 15n + 1n, 'Too much'))).rejects.toMatchObject({ code: '23514' });
    await add(spent(5n, 'Just right'));
    const found = await home.read(
      (sql) => sql`select payee from transaction where payee in ('Too much', 'Just right')`,
    );
    expect(found).toEqual([{ payee: 'Just right' }]);
  });

  it('knows its act without asking once more', async () => {
    const statements = async (work: (sql: TransactionSql) => Promise<unknown>) => {
      let count = 0;
      const result = await home.write((sql) =>
        work(
          new Proxy(sql, {
            apply: (target, self, args) => {
              if (Array.isArray((args[0] as { raw?: unknown }).raw)) count += 1;
              return Reflect.apply(target as never, self, args);
            },
          }),
        ),
      );
      return { count, result };
    };
    const add = (sql: TransactionSql) => addTransaction(sql, home.book, home.ada.person, spent(1n));
    const alone = await statements(add);
    const told = await statements(acted(add));
    expect(told.count).toBe(alone.count);
    const [act] = await home.rows`select id from act where book_id = ${home.book} order by id desc limit 1`;
    expect(told.result).toBe(act?.['id']);
  });

  it('raises the version of the book', async () => {
    const version = () =>
      home.read((sql) => sql<{ version: bigint }[]>`select version from book where id = ${home.book}`);
    const [before] = await version();
    await home.enter(spent(1n));
    expect(await version()).toEqual([{ version: (before?.version ?? 0n) + 1n }]);
  });
});

describe('editing', () => {
  it('replaces the version that it was opened with', async () => {
    const id = await home.enter(spent(100n));
    await home.write((sql) => editTransaction(sql, home.book, id, 1, spent(250n, 'Corner Shop')));
    const found = await home.read((sql) => findTransaction(sql, home.book, id));
    expect(found).toMatchObject({
      payee: 'Corner Shop',
      version: 2,
      postings: [{ amount: -250n }, { amount: 250n }],
    });
  });

  it('keeps the state and the day of the bank of each of several lines on one account', async () => {
    const savings = await home.account('Savings');
    const on = (amount: bigint, more: Partial<Held> = {}) => ({
      account: { ...savings, ...more },
      amount,
      note: '',
    });
    const entry = (...lines: readonly Part[]) => ({
      ...spent(0n),
      lines: [...lines, { category: food, amount: 1n, note: '' }],
    });
    const id = await home.enter(
      entry(
        on(300n, { state: 'reconciled', bankDay: '2025-11-24' }),
        on(500n, { state: 'pending' }),
        on(700n, { state: 'cleared', bankDay: '2025-11-26' }),
      ),
    );
    const linesAfter = async (version: number, ...lines: readonly Part[]) => {
      await home.write((sql) => editTransaction(sql, home.book, id, version, entry(...lines)));
      const found = await home.read((sql) => findTransaction(sql, home.book, id));
      return found?.postings
        .filter(({ account }) => account === savings.id)
        .map(({ amount, state, bankDay }) => [amount, state, bankDay])
        .sort();
    };
    expect(await linesAfter(1, on(700n), on(550n), on(300n))).toEqual([
      [300n, 'reconciled', '2025-11-24'],
      [550n, 'pending', null],
      [700n, 'cleared', '2025-11-26'],
    ]);
    expect(await linesAfter(2, on(300n), on(560n), on(710n))).toEqual([
      [300n, 'reconciled', '2025-11-24'],
      [560n, 'pending', null],
      [710n, 'cleared', '2025-11-26'],
    ]);
    expect(await linesAfter(3, on(310n), on(560n), on(710n), on(1n))).toEqual([
      [1n, 'cleared', null],
      [310n, 'cleared', '2025-11-24'],
      [560n, 'pending', null],
      [710n, 'cleared', '2025-11-26'],
    ]);
  });

  it('writes nothing over a version that somebody changed meanwhile', async () => {
    const id = await home.enter(spent(100n));
    const edit = (amount: bigint) =>
      home.write((sql) => editTransaction(sql, home.book, id, 1, spent(amount)));
    const results = await Promise.allSettled([edit(200n), edit(300n)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const failed = results.find((result) => result.status === 'rejected');
    expect(failed?.reason).toBeInstanceOf(EditConflict);
    expect(await home.read((sql) => findTransaction(sql, home.book, id))).toMatchObject({ version: 2 });
  });
});

describe('the audit trail', () => {
  it('says who did what, with the postings before and after', async () => {
    const id = await home.enter(spent(100n));
    await home.write((sql) => editTransaction(sql, home.book, id, 1, spent(250n)));
    await home.write((sql) => deleteTransaction(sql, home.book, id, 2));
    const rows = await home.read(
      (sql) => sql`
        select action, person_id as person, before #> '{postings,0,amount_minor}' as before, after #> '{postings,0,amount_minor}' as after
        from audit where subject_id = ${id} order by id`,
    );
    const { person } = home.ada;
    expect(rows).toEqual([
      { action: 'add', person, before: null, after: -100 },
      { action: 'edit', person, before: -100, after: -250 },
      { action: 'delete', person, before: -250, after: null },
    ]);
  });
});
