import { afterEach, expect, it } from 'vitest';
import { asSuperuser, connectAsSuperuser } from '../testing/connect-as-superuser.ts';
import { emptyDatabase } from '../testing/databases.ts';
import { migrate } from './migrate.ts';
import { migrationFiles } from './migration-files.ts';

/* Existing texts are tidied, and names that then look the same are told apart: migrations 0024 to 0034. */

const made: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of made.splice(0).reverse()) await undo();
});

const before = migrationFiles().filter(({ number }) => number < 24);
const composed = 'Café';
const apart = 'Cafe\u0301';

it('gives what looks the same a number, and keeps the name of the first', async () => {
  const { sql } = await filled([
    composed,
    apart,
    `${composed} (2)`,
    'CAFE\u200b',
    '\u200b',
    '\u2060',
    'Bank',
  ]);
  const accounts = await sql`select name from account order by created_at`;
  expect(accounts.map(({ name }) => name)).toEqual([
    'Café',
    'Café (3)',
    'Café (2)',
    'CAFE (4)',
    'Nameless',
    'Nameless (2)',
    'Bank',
  ]);
  const books = await sql`select name from book order by created_at`;
  expect(books.map(({ name }) => name)).toEqual(['Café', 'Café (2)']);
  const categories = await sql`
    select name from category where name like 'Caf%' order by created_at, parent_id is not null, name`;
  expect(categories.map(({ name }) => name)).toEqual(['Café', 'Café (2)', 'Café']);
  const [person] = await sql`select name, email from person`;
  expect(person).toEqual({ name: 'Zoé', email: 'zoé@example.org' });
  const [{ version } = { version: 0 }] = await sql`select version from book order by created_at limit 1`;
  expect(Number(version)).toBeGreaterThan(1);
});

it('joins payees that look the same, and tidies notes without a new version', async () => {
  const { sql } = await filled(['Bank']);
  const rows = await sql`
    select p.name, t.note, t.version, (select string_agg(l.note, '' order by line) from posting l where l.transaction_id = t.id) as lines
    from transaction t join payee p on p.id = t.payee_id order by t.booked_on`;
  const row = { name: 'Bäcker', note: 'né', version: 1, lines: 'né' };
  expect(rows.map((one) => ({ ...one }))).toEqual([row, row, { ...row, name: 'Nameless' }]);
  expect((await sql`select from payee`).length).toBe(2);
  await expect(
    sql`insert into payee (book_id, name) select book_id, 'BACKER\u200d' from payee`,
  ).rejects.toThrow(/unique/);
});

it('finds notes by what they look like', async () => {
  const { sql } = await filled(['Bank']);
  const [plan] = await sql`
    select count(*)::int as found from transaction where note <> '' and plain_text(note) like '%' || plain_text('NE\u200d\u0301') || '%'`;
  expect(plan?.['found']).toBe(3);
});

/**
 * Creates a database with the old schema and accounts of these names, two books, three categories and three payees;
 * then migrates it.
 */
async function filled(accounts: readonly string[]) {
  const { config, drop, name } = await emptyDatabase();
  made.push(drop);
  await migrate(config, () => {}, before);
  await asSuperuser(async (sql) => {
    const [person] = await sql`
      insert into person (email, name, password_hash) values (${'zoe\u0301@example.org'}, ${'Zoe\u0301\u202e'}, 'x') returning id`;
    const add = async (book: string, second: number) => {
      const [row] = await sql`
        insert into book (name, currency, created_at) values (${book}, 'EUR', now() + ${`${second} s`}::interval) returning id`;
      await sql`insert into member (book_id, person_id, role) values (${row?.['id']}, ${person?.['id']}, 'owner')`;
      return row?.['id'];
    };
    const book = await add(composed, 0);
    await add(apart, 1);
    for (const [n, account] of accounts.entries())
      await sql`
        insert into account (book_id, name, kind, currency, opened_on, created_at)
        values (${book}, ${account}, 'bank', 'EUR', '2025-01-01', now() + ${`${n} s`}::interval)`;
    const later = sql`now() + interval '1 s'`;
    const [upper] = await sql`
      insert into category (book_id, kind, name) values (${book}, 'spent', ${composed}) returning id`;
    await sql`insert into category (book_id, kind, name, created_at) values (${book}, 'spent', ${apart}, ${later})`;
    await sql`
      insert into category (book_id, kind, name, parent_id, created_at)
      values (${book}, 'spent', ${apart}, ${upper?.['id']}, ${later})`;
    for (const [n, payee] of ['Bäcker', 'Ba\u0308cker\u200b', '\u2060'].entries())
      await sql.begin(async (tx) => {
        const [row] = await tx`
          insert into transaction (book_id, booked_on, kind, payee, note)
          values (${book}, ${`2025-02-0${n + 1}`}, 'spent', ${payee}, ${'\u202ene\u0301\u200b'}) returning id`;
        await tx`
          insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, note)
          select ${book}, ${row?.['id']}, line, ${`2025-02-0${n + 1}`}, case line when 1 then (select id from account where book_id = ${book} order by created_at limit 1) end,
            case line when 2 then ${upper?.['id']}::uuid end, case line when 1 then -5 else 5 end, 'EUR',
            case line when 2 then ${'ne\u0301\u200b'} else '' end
          from generate_series(1, 2) line`;
      });
    return book;
  }, name);
  await migrate(config);
  const sql = connectAsSuperuser(config.app);
  made.push(() => sql.end());
  return { sql };
}
