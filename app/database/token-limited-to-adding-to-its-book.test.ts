import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../ledger/entry-to-postings.ts';
import { addTransaction } from '../ledger/write-transaction.ts';
import { tokenHash } from '../secret-token.ts';
import { type Household, household } from '../testing/household.ts';
import { makeToken } from '../testing/make-token.ts';
import { spentOn } from '../testing/spent-entry.ts';
import type { SignedIn } from '../testing/start-app.ts';
import type { TransactionSql } from './connect.ts';

/* What a transaction that is opened with a token sees and does, whatever the code of a route asks for. */

let home: Household;
let eve: SignedIn;
let bank: Money;
let food: string;
let token: Buffer;

beforeAll(async () => {
  home = await household();
  eve = await home.signedIn('Eve');
  bank = await home.account('Bank');
  food = await home.category('Groceries');
  await home.enter(spentOn(bank, food, 1250n, { payee: 'Corner Shop' }));
  await home.ada.post(`${home.path}/settings/invitations`, { key: randomUUID(), role: 'viewer' });
  token = tokenHash(await makeToken(home.ada));
});

const read = <T>(work: (sql: TransactionSql) => Promise<T>, book = home.book) =>
  home.database.read({ id: book, token }, work);
const write = <T>(work: (sql: TransactionSql) => Promise<T>, book = home.book) =>
  home.database.write({ book: { id: book, token }, key: randomUUID() }, work);

/** Tables with rows that an import needs: those of the book, but nothing of people and memberships. */
const SEEN = ['account', 'act', 'audit', 'category', 'idempotency', 'import', 'import_row', 'mapping'];
SEEN.push('payee', 'posting', 'transaction');

describe('a transaction of a token', () => {
  it('sees rows of its book that an import needs, and of no other table', async () => {
    const tables = await home.rows<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration'`;
    for (const { name } of tables) {
      const rows = await read((sql) => sql`select to_jsonb(t) as row from ${sql(name)} t`);
      if (!SEEN.includes(name)) expect.soft([name, rows.length]).toEqual([name, 0]);
      else if (!['import', 'import_row', 'mapping'].includes(name))
        expect.soft([name, rows.length > 0]).toEqual([name, true]);
    }
  });

  it('is no session: what a person may do with theirs is shut', async () => {
    const [who] = await read(
      (sql) => sql`select acting_person() as person, acting_importer() as importer, owned_book() as owned`,
    );
    expect(who).toEqual({ person: null, importer: home.ada.person, owned: null });
    expect(await read((sql) => sql`select from members_of_book()`)).toHaveLength(0);
    expect(await write((sql) => sql`select create_book('key', 'Mine', 'EUR') as id`)).toEqual([{ id: null }]);
    expect(await write((sql) => sql`select change_password('x', 'y') as done`)).toEqual([{ done: false }]);
    expect(await write((sql) => sql`select own_password_recipe() as recipe`)).toEqual([{ recipe: null }]);
    const invited = write((sql) => sql`select make_invitation(${token}, 'owner') as id`);
    expect(await invited.catch(() => [{ id: null }])).toEqual([{ id: null }]);
    const made = write(
      (sql) => sql`insert into api_token (token_hash, name, made_with) values (sha256('x'), 'x', 'x')`,
    );
    await expect(made).rejects.toThrow();
  });

  it('changes and removes nothing, and makes no account or category', async () => {
    for (const name of [
      'account',
      'category',
      'transaction',
      'posting',
      'payee',
      'rule',
      'book',
      'member',
      'act',
    ]) {
      const column =
        { member: 'role', posting: 'note', transaction: 'note', act: 'title', rule: 'match' }[name] ?? 'name';
      const changed = write(
        async (sql) => (await sql`update ${sql(name)} set ${sql(column)} = ${sql(column)}`).count,
      );
      expect.soft([name, 'changed', await changed]).toEqual([name, 'changed', 0]);
      const gone = write(async (sql) => (await sql`delete from ${sql(name)}`).count);
      expect.soft([name, 'removed', await gone]).toEqual([name, 'removed', 0]);
    }
    const account = write(
      (sql) => sql`insert into account (book_id, name, kind, currency, opened_on)
        values (${home.book}, 'Mine', 'bank', 'EUR', '2026-01-01')`,
    );
    await expect(account).rejects.toThrow(/row-level security/);
    const category = write(
      (sql) => sql`insert into category (book_id, name, kind) values (${home.book}, 'Mine', 'spent')`,
    );
    await expect(category).rejects.toThrow(/row-level security/);
  });

  it('adds transactions as its person, and raises the version of the book', async () => {
    const version = async () =>
      (await home.rows`select version from book where id = ${home.book}`)[0]?.['version'];
    const before = await version();
    await write((sql) =>
      addTransaction(sql, home.book, home.ada.person, spentOn(bank, food, 5n, { payee: 'By token' })),
    );
    expect(await version()).toBe(before + 1n);
    const [act] = await home.rows`select person_id, title from act order by id desc limit 1`;
    expect(act).toEqual({ person_id: home.ada.person, title: 'By token' });
  });

  it('opens no book of others, and none of which its person is a viewer for writing', async () => {
    await expect(read((sql) => sql`select from account`, eve.book)).rejects.toThrow(/no such book/i);
    await home.rows`insert into member (book_id, person_id, role) values (${eve.book}, ${home.ada.person}, 'viewer')`;
    const [row] = await read((sql) => sql`select acting_role() as role, writable_book() as book`, eve.book);
    expect(row).toEqual({ role: 'viewer', book: null });
  });

  it('is none with a made-up token, or one that is revoked', async () => {
    const made = { id: home.book, token: tokenHash('finance_import_guess') };
    await expect(home.database.read(made, (sql) => sql`select from account`)).rejects.toThrow(
      /no such book/i,
    );
    const other = tokenHash(await makeToken(home.ada));
    await home.rows`update api_token set revoked_at = now() where token_hash = ${other}`;
    const revoked = { id: home.book, token: other };
    await expect(home.database.read(revoked, (sql) => sql`select from account`)).rejects.toThrow(
      /no such book/i,
    );
  });

  it('cannot turn into a session', async () => {
    const opened = await read(
      (sql) => sql`select open_book(${token}, ${home.book}) as role, acting_person() as person`,
    );
    expect(opened).toMatchObject([{ person: null }]);
  });
});
