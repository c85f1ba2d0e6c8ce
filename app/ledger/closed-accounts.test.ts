import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { monthOf, monthsAfter } from '../calendar.ts';
import {
  ClosingError,
  closeAccount,
  reopenAccount,
} from '../features/accounts/change-close-and-reopen-account.ts';
import { type Household, household } from '../testing/household.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { opened } from '../testing/start-app.ts';
import { todayIn } from '../time-zones.ts';
import type { Entry, Money, Outlay } from './entry-to-postings.ts';
import { findTransaction } from './read-transactions-with-postings.ts';
import {
  addTransaction,
  ClosedAccountError,
  deleteTransaction,
  editTransaction,
} from './write-transaction.ts';

let home: Household;
let food: string;
let presents: string;
let bank: Money;
let purse: Money;
let row: string;

const spent = (account: Money, amount: bigint, more: Partial<Outlay> = {}) =>
  spentOn(account, food, amount, { payee: 'Baker', ...more });
const close = (account: Money, on = '2025-12-31') =>
  home.write((sql) => closeAccount(sql, home.book, account.id, on));

beforeAll(async () => {
  home = await household();
  food = await home.category('Groceries');
  presents = await home.category('Presents');
  bank = await home.account('Bank', { opening: 100_000n });
  purse = await home.account('Purse');
  row = await home.enter(spent(purse, 700n));
  await home.enter({ kind: 'moved', from: bank, to: purse, amount: 700n, arrives: 700n });
  await close(purse);
});

const edit = async (entry: Entry) => {
  const stored = await home.read((sql) => findTransaction(sql, home.book, row));
  return home.write((sql) => editTransaction(sql, home.book, row, stored?.version ?? 0, entry));
};

describe('a closed account', () => {
  it.each<[string, () => Entry]>([
    ['another amount', () => spent(purse, 701n)],
    ['another day', () => spent(purse, 700n, { bookedOn: '2025-11-22' })],
    ['another account', () => spent(bank, 700n)],
  ])('keeps its rows from %s', async (_what, entry) => {
    await expect(edit(entry())).rejects.toBeInstanceOf(ClosedAccountError);
  });

  it('keeps its rows from being deleted, and new ones out', async () => {
    const { version = 0 } = (await home.read((sql) => findTransaction(sql, home.book, row))) ?? {};
    await expect(home.write((sql) => deleteTransaction(sql, home.book, row, version))).rejects.toBeInstanceOf(
      ClosedAccountError,
    );
    await expect(home.enter(spent(purse, 1n))).rejects.toThrow('Purse is closed: reopen it first.');
  });

  it('lets category, payee, note and parts of its rows change', async () => {
    const lines = [
      { category: presents, amount: 500n, note: 'for Zoe' },
      { category: food, amount: 200n, note: '' },
    ];
    await edit(spent(purse, 0n, { payee: 'Toy shop', note: 'late', lines }));
    expect(await home.read((sql) => findTransaction(sql, home.book, row))).toMatchObject({
      payee: 'Toy shop',
      postings: [{ amount: -700n }, { amount: 500n, note: 'for Zoe' }, { amount: 200n }],
    });
  });

  it('says in forms what to do, and loses nothing of what was typed', async () => {
    const path = `${home.path}/transactions/${row}`;
    const page = (await home.ada.get(path)).body;
    expect(page).toContain('Purse is closed: category, payee and notes can be changed.');
    const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? '';
    const form = {
      key: randomUUID(),
      version,
      kind: 'spent',
      bookedOn: '2025-11-21',
      payee: 'Typed',
      note: '',
    };
    const saved = await home.ada.post(path, { ...form, account: purse.id, category: food, amount: '9' });
    expect(saved.statusCode).toBe(422);
    expect(saved.body).toContain('Purse is closed: reopen it first.');
    expect(saved.body).toContain('value="Typed"');
    const deletion = await home.ada.post(`${path}/delete`, { key: randomUUID(), version });
    expect(deletion.statusCode).toBe(422);
    expect(deletion.body).toContain('Purse is closed: reopen it first.');
  });

  it.each<[string, string]>([
    ['account_is_closed', 'update posting set amount_minor = amount_minor * 2 where account_id = $1'],
    ['account_is_closed', "update transaction set booked_on = '2025-01-02' where id = $2"],
    ['account_closed_after_lines', "update account set closed_on = '2025-11-01' where id = $1"],
  ])('is held by the database: %s', async (constraint_name, statement) => {
    const text = statement.replace('$1', `'${purse.id}'`).replace('$2', `'${row}'`);
    await expect(home.write((sql) => sql.unsafe(text))).rejects.toMatchObject({ constraint_name });
  });
});

describe('closing', () => {
  it('is refused with money or later rows on the account, in words', async () => {
    await expect(close(bank)).rejects.toBeInstanceOf(ClosingError);
    const path = `${home.path}/accounts/${bank.id}`;
    const refused = await home.ada.post(`${path}/close`, { key: randomUUID() });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('This account is not at zero.');
    expect(refused.body).not.toContain('changed meanwhile');

    const ahead = await home.account('Ahead');
    await home.enter(spent(ahead, 5n, { bookedOn: '2026-02-01' }));
    await home.enter(spent(ahead, -5n, { bookedOn: '2026-02-01' }));
    await expect(close(ahead)).rejects.toThrow('Something is booked on it for a later day.');
    const byHand = home.write(
      (sql) => sql`update account set closed_on = '2025-12-31' where id = ${bank.id}`,
    );
    await expect(byHand).rejects.toMatchObject({ constraint_name: 'account_closed_at_zero' });
  });

  it('meets a row that comes at the same time: one of them is refused', async () => {
    for (let round = 0; round < 24; round++) {
      const account = await home.account(`Race ${round}`);
      const rows = [1n, 2n, 3n].map((amount) =>
        home.write((sql) => addTransaction(sql, home.book, home.ada.person, spent(account, amount))),
      );
      await Promise.allSettled([close(account), ...rows]);
      const [state] = await home.read(
        (sql) => sql<{ closed: boolean; sum: bigint }[]>`
          select closed_on is not null as closed,
            (select coalesce(sum(amount_minor), 0) from posting where account_id = account.id) as sum
          from account where id = ${account.id}`,
      );
      expect(state?.closed && state.sum !== 0n).toBe(false);
    }
  });

  it('leaves the sums of Accounts and Overview the same, and past months as they were', async () => {
    const own = await household();
    const month = (back: number) => `${monthsAfter(monthOf(todayIn('UTC'), 1), -back)}-01`;
    const main = await own.account('Main', { opening: -1_100n, openedOn: month(9) });
    const old = await own.account('Old', { opening: 500n, openedOn: month(7) });
    await own.enter({
      kind: 'moved',
      from: old,
      to: main,
      amount: 500n,
      arrives: 500n,
      bookedOn: month(3),
    });
    const sums = async () => {
      const pages = await Promise.all([own.ada.get(own.path), own.ada.get(`${own.path}/accounts`)]);
      return pages.map(({ body }) => /You owe<\/span> <bdi>(€[\d.]+)/.exec(body)?.[1]);
    };
    const before = (await own.ada.get(own.path)).body;
    const chart = (body: string) => /<svg[^>]*class="line.*?<\/svg>/s.exec(body)?.[0];
    expect(chart(before)).toContain('class="stroke"');
    expect(await sums()).toEqual(['€6.00', '€6.00']);
    await own.write((sql) => closeAccount(sql, own.book, old.id, month(1)));
    expect(await sums()).toEqual(['€6.00', '€6.00']);
    expect(chart((await own.ada.get(own.path)).body)).toEqual(chart(before));
    await own.write((sql) => reopenAccount(sql, own.book, old.id));
    expect(await sums()).toEqual(['€6.00', '€6.00']);
  });
});

it('is not closed by an account of another book that has its id', async () => {
  const eve = await home.signedIn('Eve');
  await home.rows`
    insert into account (book_id, id, name, kind, currency, opened_on, closed_on)
    values (${eve.book}, ${bank.id}, 'Of Eve', 'bank', 'EUR', '2025-01-01', '2025-01-02')`;
  const id = await home.enter(spent(bank, 300n));
  await home.write((sql) => deleteTransaction(sql, home.book, id, 1));
});

it('tells its name to nobody of another book', async () => {
  await home.rows`update account set closed_on = '2025-12-31' where id = ${purse.id} and closed_on is null`;
  const eve = await home.signedIn('Eve');
  const change = { book: opened(eve), key: randomUUID() };
  const ask = home.database.write(change, async (sql) => {
    await sql`select refuse_closed(${home.book}, array[${purse.id}]::uuid[])`;
  });
  await expect(ask).resolves.toBeNull();
});
