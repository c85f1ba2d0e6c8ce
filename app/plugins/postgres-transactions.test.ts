import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactionSql } from '../database/connect.ts';
import { opened, type Started, startApp } from '../testing/start-app.ts';
import type { Change } from './postgres-transactions.ts';

let started: Started;
beforeAll(async () => {
  started = await startApp();
});

describe('a write', () => {
  it('is done once for a key, however often it is sent, with the same answer', async () => {
    const { change, count, note } = await bookWithNotes();
    const work = note('bread');
    const answers = await Promise.all(Array.from({ length: 8 }, () => started.database.write(change, work)));
    expect(new Set(answers.map((answer) => answer.id))).toHaveLength(1);
    expect(answers[0]).toMatchObject({ amount: 12n, at: expect.any(Date) });
    expect(await started.database.write(change, work)).toEqual(answers[0]);
    expect(await count()).toBe(1);
  });

  it('does another thing for another key, and for the same key of another person', async () => {
    const { ada, change, count, note } = await bookWithNotes();
    const friend = await started.signedIn('Friend');
    await started.rows`insert into member (book_id, person_id, role) values (${ada.book}, ${friend.person}, 'editor')`;
    await started.database.write(change, note('one'));
    await started.database.write({ ...change, key: 'other' }, note('two'));
    await started.database.write({ ...change, book: opened(friend, ada.book) }, note('three'));
    expect(await count()).toBe(3);
  });

  it('refuses a key that comes back with other contents', async () => {
    const { change, count, note } = await bookWithNotes();
    await started.database.write({ ...change, fingerprint: 'bread' }, note('bread'));
    const other = started.database.write({ ...change, fingerprint: 'milk' }, note('milk'));
    await expect(other).rejects.toThrow('was sent before with other contents');
    expect(await count()).toBe(1);
  });

  it('leaves nothing when its work throws, not even the key', async () => {
    const { change, count, note, version } = await bookWithNotes();
    const before = await version();
    const failing = started.database.write(change, async (sql) => {
      await note('lost')(sql);
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect([await count(), await version()]).toEqual([0, before]);
    await started.database.write(change, note('kept'));
    expect(await count()).toBe(1);
  });

  it('raises the version of its book by one, and of no other', async () => {
    const one = await bookWithNotes();
    const two = await bookWithNotes();
    const before = [await one.version(), await two.version()];
    await started.database.write(one.change, one.note('bread'));
    expect([await one.version(), await two.version()]).toEqual([(before[0] ?? 0n) + 1n, before[1]]);
  });
});

describe('a read', () => {
  it('sees one moment, whatever is written meanwhile', async () => {
    const { change, count, note } = await bookWithNotes();
    const seen = await started.database.read(change.book, async (sql) => {
      const before = (await sql`select key from idempotency`).length;
      await started.database.write(change, note('meanwhile'));
      return [before, (await sql`select key from idempotency`).length];
    });
    expect(seen[0]).toBe(seen[1]);
    expect(await count()).toBe(1);
  });

  it('cannot write', async () => {
    const { change, note } = await bookWithNotes();
    await expect(started.database.read(change.book, note('sneaky'))).rejects.toThrow(/read-only transaction/);
  });

  it('gives int8 as bigint and date as the day it is', async () => {
    const { change } = await bookWithNotes();
    const rows = await started.database.read(
      change.book,
      (sql) => sql`select 9007199254740993::bigint as big, date '2026-05-01' as day`,
    );
    expect(rows[0]).toEqual({ big: 9007199254740993n, day: '2026-05-01' });
  });
});

describe('row-level security', () => {
  it('shows only the rows of the book that the transaction is for', async () => {
    const one = await bookWithNotes();
    const two = await bookWithNotes();
    await started.database.write(one.change, one.note('bread'));
    const seen = (book: Change['book']) =>
      started.database.read(book, (sql) => sql`select key from idempotency where book_id = ${one.ada.book}`);
    expect(await seen(one.change.book)).toHaveLength(1);
    expect(await seen(two.change.book)).toHaveLength(0);
    expect(await started.database.sql`select key from idempotency`).toHaveLength(0);
  });

  it('refuses to write into another book', async () => {
    const one = await bookWithNotes();
    const two = await bookWithNotes();
    const crossing = started.database.write(
      one.change,
      (sql) =>
        sql`insert into idempotency (book_id, person_id, key) values (${two.ada.book}, ${two.ada.person}, 'x')`,
    );
    await expect(crossing).rejects.toThrow(/row-level security/);
    const seizing = started.database.write(one.change, async (sql) => {
      const { count } = await sql`update book set name = 'mine' where id = ${two.ada.book}`;
      const member = await sql`update member set role = 'viewer' where book_id = ${two.ada.book}`;
      return [count, member.count];
    });
    expect(await seizing).toEqual([0, 0]);
  });

  it('holds for every table but the record of migrations', async () => {
    const open = await started.rows`
      select relname from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relrowsecurity
        and relname <> 'migration'`;
    expect(open.map((row) => row['relname'])).toEqual([]);
  });
});

/** Opens a book that stores notes as categories, the table with the fewest required columns. */
async function bookWithNotes() {
  const ada = await started.signedIn();
  const change: Change = { book: opened(ada), key: 'key' };
  return {
    ada,
    change,
    note: (text: string) => async (sql: TransactionSql) => {
      const [row] = await sql<{ id: string; amount: bigint; at: Date }[]>`
        insert into category (book_id, kind, name) values (${ada.book}, 'spent', ${`Note ${text}`})
        returning id, 12::bigint as amount, now() as at`;
      if (!row) throw new Error('nothing was inserted');
      return row;
    },
    count: async () => {
      const rows = await started.database.read(
        change.book,
        (sql) => sql`select id from category where name like 'Note %'`,
      );
      return rows.length;
    },
    version: async () => {
      const [row] = await started.rows<
        { version: bigint }[]
      >`select version from book where id = ${ada.book}`;
      return row?.version;
    },
  };
}
