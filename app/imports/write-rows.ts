import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Row } from '../bank-files/statement.ts';
import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { PlannedRow } from './plan-import.ts';
import type { RowLines } from './row-to-transaction.ts';

/** An import while it is written. */
export interface OpenImport {
  readonly book: string;
  readonly person: string;
  readonly id: string;
  /** Number of the first of the rows within the import. */
  readonly firstLine: number;
  /** True where the last day of the file is listed first. */
  readonly newestFirst: boolean;
}

/** Adds the transactions of rows that go in by themselves, each set in one statement, and the rows as the bank wrote them. */
export async function addRows(
  sql: TransactionSql,
  { book, person, id, firstLine, newestFirst }: OpenImport,
  rows: readonly PlannedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = await transactionIds(sql, rows.length, newestFirst);
  const payees = await payeeIds(sql, book, rows);
  const headers = rows.flatMap(({ raw, lines }, index) => {
    const id = ids[index];
    return lines && id ? [{ ...byImport, ...lines, ...payees.get(lines.payee), id, day: raw.date }] : [];
  });
  const kept = rows.map((row, index) =>
    importRow(row, firstLine + index, row.lines ? (ids[index] ?? null) : null),
  );
  await oneBehindAnother([
    () => insertTransactions(sql, book, person, headers),
    () => nameLines(sql, !headers.every(isNamedByLines)),
    () => insertPostings(sql, book, headers),
    () => nameLines(sql, true),
    () => addTags(sql, book, headers),
    () => insertImportRows(sql, book, id, kept),
  ]);
}

/** A transaction that an import adds, with its postings. */
type Header = Required<RowLines> & Partial<KnownPayee> & { readonly id: string; readonly day: Day };

/**
 * True for a transaction whose kind and state are those that the database would give it by its lines: one on an account and one
 * on a category that no rule chose.
 */
function isNamedByLines({ postings, setBy }: Header): boolean {
  return postings.length === 2 && postings[1]?.account === null && setBy.category === 'import';
}

/** Has the database give transactions their kinds and states by the lines that are added, as it does unless told otherwise. */
async function nameLines(sql: TransactionSql, isNeeded: boolean): Promise<void> {
  await sql`select set_config('app.lines_are_named', ${isNeeded ? 'off' : 'on'}, true)`;
}

/** Sends statements without waiting for the one before: the next is made while Postgres is busy. */
async function oneBehindAnother(statements: readonly (() => Promise<void>)[]): Promise<void> {
  const sent: Promise<void>[] = [];
  for (const send of statements) {
    const one = send();
    one.catch(() => {}); // it is told below
    sent.push(one);
    await nextTurn(); // now it is on its way
  }
  await Promise.all(sent);
}

// Columns go as arrays: Postgres reads those in two fifths of the time that it takes for JSON.

/** Array of ids, days, numbers or words of ours, none of which needs the quotes that the driver puts around each. */
function plainArray(values: readonly (string | number | bigint | null)[]): string {
  return `{${values.map((value) => value ?? 'null').join(',')}}`;
}

async function insertTransactions(
  sql: TransactionSql,
  book: string,
  person: string,
  headers: readonly Header[],
): Promise<void> {
  const column = <T>(of: (header: Header) => T) => headers.map(of);
  const plain = (of: (header: Header) => string | null) => plainArray(column(of));
  await sql`
    insert into transaction (book_id, id, booked_on, kind, payee_id, payee, note, state, metadata, created_by,
      category_set_by, payee_set_by, note_set_by)
    select ${book}, one.id, one.day, one.kind, one.payee_id, one.payee, one.note, one.state, one.metadata::jsonb, ${person},
      one.category_set_by, one.payee_set_by, one.note_set_by
    from unnest(${plain(({ id }) => id)}::text::uuid[], ${plain(({ day }) => day)}::text::date[],
      ${plain(({ kind }) => kind)}::text::text[], ${plain(({ payeeId }) => payeeId ?? null)}::text::uuid[],
      ${column(({ payee }) => payee)}::text[], ${column(({ note }) => note)}::text[],
      ${plain(({ state }) => state)}::text::text[], ${column(({ metadata }) => JSON.stringify(metadata))}::text[],
      ${plain(({ setBy }) => setBy.category)}::text::text[], ${plain(({ setBy }) => setBy.payee)}::text::text[],
      ${plain(({ setBy }) => setBy.note)}::text::text[])
      one (id, day, kind, payee_id, payee, note, state, metadata, category_set_by, payee_set_by, note_set_by)
    order by one.id`;
}

async function insertPostings(sql: TransactionSql, book: string, headers: readonly Header[]): Promise<void> {
  const postings = headers.flatMap(({ id: transaction, day, postings: of }) =>
    of.map((posting, index) => ({ ...posting, transaction, day, line: index + 1 })),
  );
  type Line = (typeof postings)[number];
  const plain = (of: (line: Line) => string | number | bigint | null) => plainArray(postings.map(of));
  await sql`
    insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, note, state, bank_day)
    select ${book}, one.transaction, one.line, one.day, one.account, one.category, one.amount, one.currency, one.note, one.state,
      one.bank_day
    from unnest(${plain(({ transaction }) => transaction)}::text::uuid[], ${plain(({ line }) => line)}::text::smallint[],
      ${plain(({ day }) => day)}::text::date[], ${plain(({ account }) => account)}::text::uuid[],
      ${plain(({ category }) => category)}::text::uuid[], ${plain(({ amount }) => amount)}::text::bigint[],
      ${plain(({ currency }) => currency)}::text::text[], ${postings.map(({ note }) => note)}::text[],
      ${plain(({ state }) => state ?? null)}::text::text[], ${plain(({ bankDay }) => bankDay ?? null)}::text::date[])
      one (transaction, line, day, account, category, amount, currency, note, state, bank_day)`;
}

const byImport = { setBy: { category: 'import', payee: 'import', note: 'import' }, tags: [] } as const;

async function addTags(sql: TransactionSql, book: string, headers: readonly Header[]): Promise<void> {
  const tagged = headers.flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })));
  if (tagged.length === 0) return;
  await sql`
    insert into transaction_tag (book_id, transaction_id, tag_id)
    select ${book}, one.id, one.tag from json_to_recordset(${json(tagged)}::text::json) one (id uuid, tag uuid)`;
}

interface ImportRow {
  readonly line: number;
  readonly account: string;
  readonly key: string;
  readonly ordinal: number;
  readonly day: string;
  readonly amount: bigint;
  readonly raw: Row;
  readonly transaction: string | null;
  /** False for a row that stands for a transaction which was there before. */
  readonly isAdded: boolean;
}

export function importRow(
  { raw, account, key, ordinal, goesIn }: PlannedRow,
  line: number,
  transaction: string | null,
): ImportRow {
  const { date: day, amountMinor: amount } = raw;
  return {
    line,
    account: account.id,
    key,
    ordinal,
    day,
    amount,
    raw,
    transaction,
    isAdded: goesIn === 'add',
  };
}

export async function insertImportRows(
  sql: TransactionSql,
  book: string,
  id: string,
  rows: readonly ImportRow[],
): Promise<void> {
  const plain = (of: (row: ImportRow) => string | number | bigint | null) => plainArray(rows.map(of));
  await sql`
    insert into import_row (book_id, import_id, line, account_id, key, ordinal, bank_day, amount_minor, raw, transaction_id, is_added)
    select ${book}, ${id}, one.line, one.account, decode(one.key, 'hex'), one.ordinal, one.day, one.amount, one.raw::jsonb,
      one.transaction, one.is_added::boolean
    from unnest(${plain(({ line }) => line)}::text::int[], ${plain(({ account }) => account)}::text::uuid[],
      ${plain(({ key }) => key)}::text::text[], ${plain(({ ordinal }) => ordinal)}::text::int[],
      ${plain(({ day }) => day)}::text::date[], ${plain(({ amount }) => amount)}::text::bigint[],
      ${rows.map(({ raw }) => json(raw))}::text[], ${plain(({ transaction }) => transaction)}::text::uuid[],
      ${plain(({ isAdded }) => String(isAdded))}::text::text[])
      one (line, account, key, ordinal, day, amount, raw, transaction, is_added)`;
}

/** New ids, which ascend with the rows: of one day, the last of the file is shown first, as if typed in its order. */
async function transactionIds(
  sql: TransactionSql,
  count: number,
  newestFirst: boolean,
): Promise<readonly string[]> {
  const made = await sql<{ id: string }[]>`
    select uuidv7() as id from generate_series(1, ${count}::int) order by id`;
  const ids = made.map(({ id }) => id);
  return newestFirst ? ids.reverse() : ids;
}

interface KnownPayee {
  readonly payeeId: string;
  /** As the book spells it. */
  readonly payee: string;
}

/** Payees of the rows by their names, made where the book has none that looks the same. */
async function payeeIds(
  sql: TransactionSql,
  book: string,
  rows: readonly PlannedRow[],
): Promise<ReadonlyMap<string, KnownPayee>> {
  const names = [...new Set(rows.flatMap(({ lines }) => lines?.payee || []))];
  if (names.length === 0) return new Map();
  const listed = json(names);
  await sql`
    insert into payee (book_id, name)
    select ${book}, named.name from (
      select distinct on (plain_text(name)) name, plain_text(name) as plain_name
      from json_array_elements_text(${listed}::text::json) with ordinality listed (name, at) order by plain_text(name), at
    ) named
    where not exists (select from payee p where p.book_id = ${book} and p.plain_name = named.plain_name)
    order by named.plain_name
    on conflict do nothing`;
  const found = await sql<(KnownPayee & { name: string })[]>`
    select listed.name, p.id as "payeeId", p.name as payee from json_array_elements_text(${listed}::text::json) listed (name)
      join payee p on p.book_id = ${book} and p.plain_name = plain_text(listed.name)`;
  return new Map(found.map(({ name, ...known }) => [name, known]));
}

/** JSON in which amounts are numbers, which hold every allowed amount exactly. */
function json(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? Number(one) : one));
}
