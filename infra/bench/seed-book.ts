import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import type { OpenBook } from '../../app/plugins/opened-book-types.ts';
import type { Services } from './services-and-app-process.ts';

export interface SeededBook {
  readonly book: string;
  /** The book as the person's session opens it. */
  readonly open: OpenBook;
}

/**
 * Creates a person and a book with that many transactions of two postings each, on one account and over all categories,
 * spread over the last ten years. Inserts straight into the tables, with triggers off.
 */
export async function seedBook(services: Services, transactions: number): Promise<SeededBook> {
  const session = randomBytes(32);
  let seeded = '';
  await asSuperuser(services, async (sql) => {
    const [person] = await sql<{ id: string }[]>`
      insert into person (email, name, password_hash) values (${`${Date.now()}@example.org`}, 'Ada', 'none') returning id`;
    const [book] = await sql<{ id: string }[]>`
      insert into book (name, currency) values ('Home', 'EUR') returning id`;
    if (!person || !book) throw new Error('nothing was inserted');
    await sql`insert into member (book_id, person_id, role) values (${book.id}, ${person.id}, 'owner')`;
    await sql`
      insert into session (token_hash, person_id, expires_at) values (${session}, ${person.id}, now() + interval '1 hour')`;
    await fillBook(sql, book.id, transactions);
    seeded = book.id;
  });
  return { book: seeded, open: { id: seeded, session } };
}

/** Adds that many transactions to an existing book, as `seedBook` does. */
export async function fillBook(sql: postgres.Sql, book: string, transactions: number): Promise<void> {
  await sql`set session_replication_role = replica`;
  const [account] = await sql<{ id: string }[]>`
    insert into account (book_id, name, kind, currency, opened_on)
    values (${book}, 'Everyday', 'bank', 'EUR', '2016-01-01') returning id`;
  if (!account) throw new Error('no account');
  await sql`
    with wanted as (
      select uuidv7() as id, n, current_date - (n % 3650) as day from generate_series(1, ${transactions}) n
    ), categories as (
      select array_agg(id) as ids, count(*)::int as count from category where book_id = ${book} and kind = 'spent'
    ), headers as (
      insert into transaction (book_id, id, booked_on, kind, payee)
      select ${book}, id, day, 'spent', 'Payee ' || n % 1000 from wanted
    )
    insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency)
    select ${book}, id, line, day, case line when 1 then ${account.id}::uuid end,
      case line when 2 then ids[1 + n % count] end, (case line when 1 then -1 else 1 end) * (100 + n % 9000), 'EUR'
    from wanted, categories, generate_series(1, 2) line`;
  await sql`set session_replication_role = origin`;
  await sql`analyze`;
}

/** Runs statements as the superuser, for work that the app's own role is not allowed to do. */
export async function asSuperuser(
  { postgres: at }: Services,
  work: (sql: postgres.Sql) => Promise<unknown>,
): Promise<void> {
  const { host, port, superuser, superuserPassword, template } = at;
  const sql = postgres({
    host,
    port,
    user: superuser,
    password: superuserPassword,
    database: template,
    max: 1,
  });
  await work(sql);
  await sql.end();
}
