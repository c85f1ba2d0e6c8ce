import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { isId } from '../ledger/transaction-filter-in-url.ts';

/** A file that a book took in. */
export interface ImportEntry {
  readonly id: string;
  readonly name: string;
  readonly state: 'done' | 'undone';
  readonly at: Date;
  /** Name of the person; null once they have left the book. */
  readonly person: string | null;
  /** Act that an undo undoes now: the import, or the last undo of it. */
  readonly act: string;
  readonly statements: readonly ImportedStatement[];
}

export interface ImportedStatement {
  /** Id of the account; null when an undo took it with the import that made it. */
  readonly account: string | null;
  readonly accountName: string;
  readonly currency: string;
  /** Number and sum of the rows that went in. */
  readonly added: number;
  readonly sumMinor: bigint;
  readonly firstDay: Day | null;
  readonly lastDay: Day | null;
  /** Rows that did not go in. */
  readonly known: number;
  readonly similar: number;
  readonly deleted: number;
}

/** A row of an import, as the bank wrote it. */
export interface ImportedRow {
  /** Number within the import, from 1. */
  readonly line: number;
  readonly day: Day;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly payee: string;
  readonly memo: string;
  /** Transaction that has it now; null when there is none: deleted, undone, or an amount of zero. */
  readonly transaction: string | null;
}

/** Rows that an undo left. */
export interface RowsLeft {
  readonly count: number;
  readonly first: readonly ImportedRow[];
}

/** Lists the newest imports, or those before a given one; one more than `limit` when there are more. */
export async function listImports(
  sql: TransactionSql,
  book: string,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<ImportEntry[]> {
  const older = before !== undefined && isId(before) ? sql`and i.id < ${before}` : sql``;
  return entriesWhere(sql, sql`i.book_id = ${book} ${older}`, limit + 1);
}

export async function findImport(
  sql: TransactionSql,
  book: string,
  id: string,
): Promise<ImportEntry | undefined> {
  if (!isId(id)) return undefined;
  const [entry] = await entriesWhere(sql, sql`i.book_id = ${book} and i.id = ${id}`, 1);
  return entry;
}

/** True for an import of a book, drafts of any of its members included. */
export async function isImportOf(sql: TransactionSql, book: string, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  return (await sql`select from import where book_id = ${book} and id = ${id}`).length > 0;
}

async function entriesWhere(
  sql: TransactionSql,
  condition: ReturnType<TransactionSql>,
  limit: number,
): Promise<ImportEntry[]> {
  const rows = await sql<
    (Omit<ImportEntry, 'statements'> & { statements: readonly StoredStatement[] | null })[]
  >`
    select i.id, i.file_name as name, i.state, i.done_at as at, name_in_book(i.person_id) as person, i.act_id as act, (
      select json_agg(json_build_object(
        'account', a.id, 'accountName', coalesce(a.name, taken.name), 'currency', coalesce(a.currency, taken.currency),
        'added', part.added, 'sum', part.sum,
        'firstDay', part.first, 'lastDay', part.last, 'known', part.known, 'similar', part."similar", 'deleted', part.deleted
      ) order by part.at)
      from rows from (jsonb_to_recordset(i.statements) as (account uuid, first date, last date, added int, sum text, known int,
          "similar" int, deleted int)) with ordinality part (account, first, last, added, sum, known, "similar", deleted, at)
        left join account a on a.book_id = i.book_id and a.id = part.account
        left join lateral ${takenAccount(sql, sql`part.account`, sql`i.book_id`)} taken on true
      where a.id is not null or taken.name is not null
    ) as statements
    from import i where ${condition} and i.state <> 'draft' order by i.id desc limit ${limit}`;
  return rows.map(({ statements, ...entry }) => ({
    ...entry,
    statements: (statements ?? []).map(({ sum, ...part }) => ({ ...part, sumMinor: BigInt(sum) })),
  }));
}

interface StoredStatement extends Omit<ImportedStatement, 'sumMinor'> {
  readonly sum: string;
}

/** Lists the rows of an import in the order of the file, or those after a given one. */
export async function rowsOfImport(
  sql: TransactionSql,
  book: string,
  id: string,
  { after = 0, limit }: { readonly after?: number | undefined; readonly limit: number },
): Promise<ImportedRow[]> {
  if (!isId(id)) return [];
  return sql<ImportedRow[]>`
    ${importedRows(sql)} where row.book_id = ${book} and row.import_id = ${id} and row.line > ${after}
    order by row.line limit ${limit}`;
}

/** The first rows of an import that its undo left, since somebody had changed them, or their account is closed. */
export async function rowsLeftByUndo(
  sql: TransactionSql,
  book: string,
  id: string,
  limit: number,
): Promise<RowsLeft> {
  const first = await sql<(ImportedRow & { all: number })[]>`
    ${importedRows(sql, sql`, count(*) over ()::int as all`)}
    where row.book_id = ${book} and row.import_id = ${id} and row.is_added and not row.forgotten
      and (t.id is not null or joined.id is not null)
    order by row.line limit ${limit}`;
  return { count: first[0]?.all ?? 0, first };
}

function importedRows(sql: TransactionSql, more = sql``) {
  return sql`
    select row.line, row.bank_day as day, row.amount_minor as "amountMinor",
      coalesce(a.currency, taken.currency) as currency, row.raw ->> 'payee' as payee, row.raw ->> 'memo' as memo, coalesce(t.id, joined.id) as transaction ${more}
    from import_row row
      left join account a on a.book_id = row.book_id and a.id = row.account_id
      left join lateral ${takenAccount(sql, sql`row.account_id`, sql`row.book_id`)} taken on true
      left join transaction t on t.book_id = row.book_id and t.id = row.transaction_id and not row.forgotten
      left join transaction joined on joined.book_id = row.book_id and joined.metadata ? 'joined'
        and (joined.metadata ->> 'joined')::uuid = row.transaction_id`;
}

/** SQL of an account that is not there (row `a`), as it was when it was taken away last. */
function takenAccount(sql: TransactionSql, id: ReturnType<TransactionSql>, book: ReturnType<TransactionSql>) {
  return sql`(
    select before ->> 'name' as name, before ->> 'currency' as currency from audit
    where a.id is null and book_id = ${book} and subject_id = ${id} and subject = 'account' and action = 'delete'
    order by audit.id desc limit 1
  )`;
}
