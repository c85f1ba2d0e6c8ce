import type { TransactionSql } from '../database/connect.ts';
import { audit } from './audit-trail.ts';
import { isNameTaken } from './name-taken-error.ts';
import type { Left } from './row-skipped-by-undo.ts';

interface NamedRow {
  readonly subject:
    | 'account'
    | 'category'
    | 'payee'
    | 'rule'
    | 'schedule'
    | 'occurrence'
    | 'receipt'
    | 'book';
  readonly id: string;
  readonly was: Named | null;
  readonly became: Named | null;
}

interface Named {
  /** Absent on rules. */
  readonly name?: string;
  /** Set on accounts only. */
  readonly closed_on?: string | null;
}

/** Rows that were restored, and those that stay. */
export interface NamedUndone {
  readonly count: number;
  readonly left: readonly Left[];
  /** Ids of accounts that the act made and that stay. */
  readonly staying: readonly string[];
}

/**
 * Restores accounts, categories, payees, rules, receipts and the book, what was changed last first. Pass `before` recreates
 * what transactions may refer to, before they are restored; pass `after` deletes what nothing may refer to any more, and what
 * belongs to a transaction that was put back.
 *
 * @param title of the act, for rows without a name
 * @param kept transactions that stay as they are, with their receipts and the days that they were entered for
 */
export async function undoNamed(
  sql: TransactionSql,
  book: string,
  act: string,
  {
    title,
    when,
    kept = [],
  }: { readonly title: string; readonly when: 'before' | 'after'; readonly kept?: readonly string[] },
): Promise<NamedUndone> {
  const rows = await sql<NamedRow[]>`
    select * from (
      select subject, subject_id as id, (array_agg(before order by id))[1] as was,
        (array_agg(after order by id desc))[1] as became, max(id::text) as last
      from audit where book_id = ${book} and act_id = ${act} and subject in ('account', 'category', 'payee', 'rule', 'schedule', 'occurrence', 'receipt', 'book')
      group by subject, subject_id
    ) one
    where (was is null or became ->> 'transaction_id' is not null) = ${when === 'after'}
      and (became ->> 'transaction_id' = any(${[...kept]}::text[])) is not true
    order by last desc`;
  const left: Left[] = [];
  const staying: string[] = [];
  let count = 0;
  const columns = await columnsOf(sql, new Set(rows.map(({ subject }) => subject)));
  for (const row of rows) {
    const known = columns.get(row.subject) ?? [];
    const why = await sql.savepoint((inner) => undoOne(inner, book, row, known)).catch(whyNot);
    if (why === undefined) count += 1;
    else left.push({ title: (row.became ?? row.was)?.name ?? title, why });
    if (why !== undefined && row.subject === 'account' && row.was === null) staying.push(row.id);
  }
  return { count, left, staying };
}

/** Reason why a row cannot be restored. @throws any other error */
function whyNot(error: unknown): Left['why'] {
  const { constraint_name: constraint = '' } = error as { constraint_name?: string };
  if (isNameTaken(error)) return 'taken';
  if (constraint === 'occurrence_pkey') return 'there';
  if (
    constraint.startsWith('category_book_id_parent_id') ||
    constraint === 'rule_refers' ||
    constraint === 'schedule_refers' ||
    constraint === 'receipt_hash_fkey'
  )
    return 'gone';
  if (constraint === 'payee_is_merged') return 'edited';
  throw error;
}

/** @param known columns of the table */
async function undoOne(
  sql: TransactionSql,
  book: string,
  row: NamedRow,
  known: readonly string[],
): Promise<Left['why'] | undefined> {
  const { subject, id, was, became } = row;
  const table = sql(subject);
  const key = subject === 'book' ? sql`id = ${book}` : sql`book_id = ${book} and id = ${id}`;
  const [current] = await sql<{ now: object; same: boolean }[]>`
    select to_jsonb(one) as now, to_jsonb(one) - 'version' @> (${JSON.stringify(became ?? {})}::text::jsonb - 'version') as same
    from ${table} one where ${key} for update`;
  if (became === null) {
    if (current || was === null) return 'edited';
    const columns = sql.unsafe(recorded(known, was, ['book_id']));
    await sql`
      insert into ${table} (book_id, ${columns})
      select ${book}, ${columns} from jsonb_populate_record(null::${table}, ${JSON.stringify(was)}::text::jsonb)`;
    await audit(sql, { action: 'restore', subject, id, after: was });
    return undefined;
  }
  if (!current?.same) return 'edited';
  if (was === null) {
    const isUsed = await usedBy(sql, book, subject, id);
    if (isUsed) return 'used';
    await sql`delete from ${table} where ${key}`;
    await audit(sql, { action: 'delete', subject, id, before: current.now });
    return undefined;
  }
  if (subject === 'account' && (await isBooked(sql, book, id, was))) return 'used';
  const columns = sql.unsafe(recorded(known, was, SET_OTHERWISE));
  const [changed] = await sql<{ after: object }[]>`
    update ${table} one set (${columns}) = (
      select ${columns} from jsonb_populate_record(one, ${JSON.stringify(was)}::text::jsonb)
    ) where ${key} returning to_jsonb(one) as after`;
  await audit(sql, { action: 'edit', subject, id, before: current.now, after: changed?.after ?? {} });
  return undefined;
}

/** Columns that no undo writes: the key, and those that a change itself sets. */
const SET_OTHERWISE = ['book_id', 'id', 'version', 'named_by'];

/** SQL list of the columns that a recorded row has and the table still has; one added since keeps its present value. */
function recorded(known: readonly string[], row: Named, except: readonly string[]): string {
  const columns = known.filter((column) => Object.hasOwn(row, column) && !except.includes(column));
  return columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ');
}

/** Columns of tables that can be written; asked once, because an act may have many rows. */
async function columnsOf(
  sql: TransactionSql,
  tables: ReadonlySet<NamedRow['subject']>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (tables.size === 0) return new Map();
  const found = await sql<{ subject: string; columns: string[] }[]>`
    select subject, array_agg(attname::text order by attnum) as columns
    from unnest(${[...tables]}::text[]) subject join pg_attribute on attrelid = subject::regclass
    where attnum > 0 and not attisdropped and attgenerated = '' group by subject`;
  return new Map(found.map(({ subject, columns }) => [subject, columns]));
}

/** True when restoring would close an account that has a balance or later postings. */
async function isBooked(sql: TransactionSql, book: string, id: string, was: Named): Promise<boolean> {
  const { closed_on } = was;
  if (!closed_on) return false;
  const [row] = await sql<{ used: boolean }[]>`
    select coalesce(sum(amount_minor), 0) <> 0 or coalesce(bool_or(booked_on > ${closed_on}), false) as used
    from posting where book_id = ${book} and account_id = ${id}`;
  return row?.used ?? true;
}

async function usedBy(sql: TransactionSql, book: string, subject: NamedRow['subject'], id: string) {
  if (subject === 'book') return true;
  const [row] = await sql<{ used: boolean }[]>`
    select exists (select from posting where book_id = ${book} and (account_id = ${id} or category_id = ${id}))
      or exists (select from category where book_id = ${book} and parent_id = ${id})
      or exists (select from rule where book_id = ${book} and (conditions || actions)::text like ${`%${id}%`})
      or exists (select from schedule where book_id = ${book} and entry::text like ${`%${id}%`})
      or exists (select from occurrence where book_id = ${book} and entry::text like ${`%${id}%`}) as used`;
  return row?.used ?? true;
}
