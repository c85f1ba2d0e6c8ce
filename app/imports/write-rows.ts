import type { Row } from '../bank-files/statement.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { PlannedRow } from './plan-import.ts';

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
  const headers = rows.flatMap(({ raw, lines }, index) =>
    lines ? [{ ...byImport, ...lines, ...payees.get(lines.payee), id: ids[index], day: raw.date }] : [],
  );
  await sql`
    insert into transaction (book_id, id, booked_on, kind, payee_id, payee, note, state, metadata, created_by,
      category_set_by, payee_set_by, note_set_by)
    select ${book}, one.id, one.day, one.kind, one."payeeId", one.payee, one.note, one.state, one.metadata, ${person},
      one."setBy" ->> 'category', one."setBy" ->> 'payee', one."setBy" ->> 'note'
    from json_to_recordset(${json(headers.map(({ postings: _, ...header }) => header))}::text::json)
      one (id uuid, day date, kind text, "payeeId" uuid, payee text, note text, state text, metadata jsonb, "setBy" jsonb)
    order by one.id`;
  const postings = headers.flatMap(({ id: transaction, day, postings: of }) =>
    of.map((posting, index) => ({ ...posting, transaction, day, line: index + 1 })),
  );
  await sql`
    insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, note, state, bank_day)
    select ${book}, one.transaction, one.line, one.day, one.account, one.category, one.amount, one.currency, one.note, one.state,
      one."bankDay"
    from json_to_recordset(${json(postings)}::text::json) one (transaction uuid, line smallint, day date, account uuid,
      category uuid, amount bigint, currency text, note text, state text, "bankDay" date)`;
  await addTags(sql, book, headers);
  const kept = rows.map((row, index) =>
    importRow(row, firstLine + index, row.lines ? (ids[index] ?? null) : null),
  );
  await insertImportRows(sql, book, id, kept);
}

const byImport = { setBy: { category: 'import', payee: 'import', note: 'import' }, tags: [] } as const;

async function addTags(
  sql: TransactionSql,
  book: string,
  headers: readonly { readonly id: string | undefined; readonly tags: readonly string[] }[],
): Promise<void> {
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
  await sql`
    insert into import_row (book_id, import_id, line, account_id, key, ordinal, bank_day, amount_minor, raw, transaction_id, is_added)
    select ${book}, ${id}, one.line, one.account, decode(one.key, 'hex'), one.ordinal, one.day, one.amount, one.raw,
      one.transaction, one."isAdded"
    from json_to_recordset(${json(rows)}::text::json)
      one (line int, account uuid, key text, ordinal int, day date, amount bigint, raw jsonb, transaction uuid, "isAdded" boolean)`;
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
