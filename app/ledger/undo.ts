import type { TransactionSql } from '../database/connect.ts';
import { audit } from './audit.ts';
import { isId } from './filter.ts';
import { isNameTaken } from './name-taken-error.ts';

/** A row that an undo skipped, and the reason. */
export interface Left {
  readonly title: string;
  readonly why: 'edited' | 'closed' | 'used' | 'gone' | 'taken';
}

export interface Undone {
  /** Id of the undo's own act; null when nothing was restored. */
  readonly act: string | null;
  /** Number of restored rows. */
  readonly count: number;
  readonly left: readonly Left[];
}

/**
 * Restores every row that is still as the act left it, and skips the rest: rows that were edited since, that are on an
 * account closed since or on a deleted account or category, and accounts or categories that are in use or whose name is
 * taken. The undo is itself an act, so it can be undone. Does nothing a second time.
 */
export async function undoAct(sql: TransactionSql, book: string, id: string): Promise<Undone> {
  const nothing = { act: null, count: 0, left: [] };
  if (!isId(id)) return nothing;
  // Locks the act first: of two people who undo it, the second finds it undone.
  const [act] = await sql<{ title: string }[]>`
    select title from act where book_id = ${book} and id = ${id} and undone_by is null for update`;
  if (!act) return nothing;
  try {
    return await sql.savepoint((inner) => undoOf(inner, book, id, act.title));
  } catch (error) {
    if (error instanceof NothingPutBack) return { ...nothing, left: error.left };
    throw error;
  }
}

/** Rolls back the savepoint, and with it the act of the undo. */
class NothingPutBack extends Error {
  readonly left: readonly Left[];
  constructor(left: readonly Left[]) {
    super();
    this.left = left;
  }
}

async function undoOf(sql: TransactionSql, book: string, id: string, title: string): Promise<Undone> {
  const [undo] = await sql<{ id: string }[]>`
    insert into act (book_id, person_id, kind, title) values (${book}, acting_person(), 'undo', ${title})
    returning id, begin_act(book_id, id)`;
  if (!undo) throw new Error('Postgres returned no act');

  const named = await undoNamed(sql, book, id, 'before');
  const transactions = await undoTransactions(sql, book, id);
  const unnamed = await undoNamed(sql, book, id, 'after');
  const all = [named, transactions, unnamed];
  const count = all.reduce((sum, one) => sum + one.count, 0);
  const left = all.flatMap((one) => one.left);
  if (count === 0) throw new NothingPutBack(left);
  await sql`update act set undone_by = ${undo.id} where book_id = ${book} and id = ${id}`;
  return { act: undo.id, count, left };
}

interface Part {
  readonly count: number;
  readonly left: readonly Left[];
}

/** Restores all transactions of an act in one statement: it may have been an import. */
async function undoTransactions(sql: TransactionSql, book: string, act: string): Promise<Part> {
  await lockTransactions(sql, book, act);
  const rows = await sql<{ id: string; title: string; fate: 'put back' | 'edited' | 'closed' | 'gone' }[]>`
    with found as (
      select touched.*, t.version from transactions_of_act(${book}, ${act}) touched
        left join transaction t on t.book_id = ${book} and t.id = touched.id
    )
    select id, coalesce(nullif(coalesce(became, was) ->> 'payee', ''), coalesce(became, was) ->> 'booked_on') as title,
      case
        when version is distinct from (became ->> 'version')::int then 'edited'
        when exists (
          select from account a
          where a.book_id = ${book} and a.closed_on is not null and a.id in (
            select (line ->> 'account_id')::uuid
            from jsonb_array_elements(coalesce(was -> 'postings', '[]') || coalesce(became -> 'postings', '[]')) line
          )
        ) then 'closed'
        when exists (
          select from jsonb_to_recordset(coalesce(was -> 'postings', '[]')) line(account_id uuid, category_id uuid)
          where not exists (select from account a where a.book_id = ${book} and a.id = account_id)
            and not exists (select from category c where c.book_id = ${book} and c.id = category_id)
        ) then 'gone'
        else 'put back'
      end as fate
    from found where was is not null or became is not null`;
  const back = rows.filter((row) => row.fate === 'put back').map((row) => row.id);
  const left = rows.flatMap(({ title, fate }) => (fate === 'put back' ? [] : [{ title, why: fate }]));
  if (back.length > 0) await sql`select put_transactions_back(${book}, ${act}, ${back}::uuid[])`;
  return { count: back.length, left };
}

/**
 * Locks the transactions of an act and their accounts and categories until the end of the transaction: the checks would
 * otherwise be stale by the time of the write. Same lock order as an edit.
 */
async function lockTransactions(sql: TransactionSql, book: string, act: string): Promise<void> {
  await sql`
    select from transaction where book_id = ${book} and id in (select id from transactions_of_act(${book}, ${act}))
    order by id for update`;
  const lines = sql`
    select line.* from transactions_of_act(${book}, ${act}), jsonb_to_recordset(
      coalesce(was -> 'postings', '[]') || coalesce(became -> 'postings', '[]')
    ) line (account_id uuid, category_id uuid)`;
  await sql`
    select from account where book_id = ${book} and id in (select account_id from (${lines}) of_act)
    order by id for share`;
  await sql`
    select from category where book_id = ${book} and id in (select category_id from (${lines}) of_act)
    order by id for key share`;
}

interface NamedRow {
  readonly subject: 'account' | 'category' | 'book';
  readonly id: string;
  readonly was: Named | null;
  readonly became: Named | null;
}

interface Named {
  readonly name: string;
  /** Set on accounts only. */
  readonly closed_on?: string | null;
}

/**
 * Restores accounts, categories and the book. Pass `before` recreates what transactions may refer to, before they are
 * restored; pass `after` deletes what nothing may refer to any more.
 */
async function undoNamed(
  sql: TransactionSql,
  book: string,
  act: string,
  when: 'before' | 'after',
): Promise<Part> {
  const rows = await sql<NamedRow[]>`
    select subject, subject_id as id, (array_agg(before order by id))[1] as was,
      (array_agg(after order by id desc))[1] as became
    from audit where book_id = ${book} and act_id = ${act} and subject in ('account', 'category', 'book')
    group by subject, subject_id
    having ((array_agg(before order by id))[1] is null) = ${when === 'after'}
    order by min(id::text)`;
  const left: Left[] = [];
  let count = 0;
  for (const row of rows) {
    const why = await sql.savepoint((inner) => undoOne(inner, book, row)).catch(whyNot);
    if (why === undefined) count += 1;
    else left.push({ title: (row.became ?? row.was)?.name ?? '', why });
  }
  return { count, left };
}

/** Reason why a row cannot be restored. @throws any other error */
function whyNot(error: unknown): Left['why'] {
  const { constraint_name: constraint = '' } = error as { constraint_name?: string };
  if (isNameTaken(error)) return 'taken';
  if (constraint.startsWith('category_book_id_parent_id')) return 'gone';
  throw error;
}

async function undoOne(sql: TransactionSql, book: string, row: NamedRow): Promise<Left['why'] | undefined> {
  const { subject, id, was, became } = row;
  const table = sql(subject);
  const key = subject === 'book' ? sql`id = ${book}` : sql`book_id = ${book} and id = ${id}`;
  const [current] = await sql<{ now: object; same: boolean }[]>`
    select to_jsonb(one) as now, to_jsonb(one) - 'version' @> (${JSON.stringify(became ?? {})}::text::jsonb - 'version') as same
    from ${table} one where ${key} for update`;
  if (became === null) {
    if (current || was === null) return 'edited';
    const columns = sql.unsafe(await columnsOf(sql, subject, was, ['book_id']));
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
  const columns = sql.unsafe(await columnsOf(sql, subject, was, SET_OTHERWISE));
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
async function columnsOf(sql: TransactionSql, subject: string, row: Named, except: readonly string[]) {
  const [found] = await sql<{ names: string }[]>`
    select string_agg(quote_ident(attname), ', ') as names from pg_attribute
    where attrelid = ${subject}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
      and attname in (select jsonb_object_keys(${JSON.stringify(row)}::text::jsonb))
      and attname <> all (${[...except]}::text[])`;
  return found?.names ?? '';
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
      or exists (select from category where book_id = ${book} and parent_id = ${id}) as used`;
  return row?.used ?? true;
}
