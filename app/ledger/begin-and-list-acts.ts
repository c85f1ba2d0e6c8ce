import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { auditedAct } from './audit-trail.ts';
import { categoryName } from './categories.ts';
import { isId } from './transaction-filter-in-url.ts';

/** A change that somebody made to a book in one step. */
export interface Act {
  readonly id: string;
  readonly at: Date;
  /** Kind of the change: `add transaction`, `edit account`, `undo`. */
  readonly kind: string;
  /** Title of the changed item at that time; a category that is not sorted yet in the reader's language. */
  readonly title: string;
  /** Name of the person; null once they have left the book. */
  readonly name: string | null;
  readonly isUndone: boolean;
  /** Kind of the act that an undo was about in the end; null for all other acts. */
  readonly of: string | null;
  /** True when it undid an undo, so that the original change is in force again. */
  readonly isRedone: boolean;
  /** Number of rows of an act that was about many at once, and of its undo; null for all other acts. */
  readonly rows: number | null;
}

/** Wraps the work of one transaction; resolves to the id of its act, or '' when it wrote nothing. */
export function acted(work: (sql: TransactionSql) => Promise<unknown>) {
  return async (sql: TransactionSql): Promise<string> => {
    await work(sql);
    return auditedAct(sql) ?? currentAct(sql);
  };
}

/**
 * Begins an act with a kind and a title of its own: what the transaction writes from now on belongs to it. Resolves to
 * its id.
 *
 * @param rows number of rows of an act that is about many at once. @default null
 */
export async function beginAct(
  sql: TransactionSql,
  book: string,
  kind: string,
  title: string,
  rows: number | null = null,
): Promise<string> {
  const [act] = await sql<{ id: string }[]>`
    insert into act (book_id, person_id, kind, title, row_count)
    values (${book}, acting_importer(), ${kind}, left(${title}, 200), ${rows})
    returning id, begin_act(book_id, id)`;
  if (!act) throw new Error('Postgres returned no act');
  return act.id;
}

/** Id of the act begun by a function of the database, which does not go through `audit`. */
async function currentAct(sql: TransactionSql): Promise<string> {
  const [row] = await sql<{ begun: string | null }[]>`select current_setting('app.act', true) as begun`;
  return row?.begun?.split(' ')[1] ?? '';
}

export async function findAct(sql: TransactionSql, book: string, id: string): Promise<Act | undefined> {
  if (!isId(id)) return undefined;
  const [act] = await actsWhere(sql, sql`act.book_id = ${book} and act.id = ${id}`, 1);
  return act;
}

/** Lists the newest acts of a book, or those before a given one; one more than `limit` when there are more. */
export async function listActs(
  sql: TransactionSql,
  book: string,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<Act[]> {
  const older = before !== undefined && isId(before) ? sql`and act.id < ${before}` : sql``;
  return actsWhere(sql, sql`act.book_id = ${book} ${older}`, limit + 1);
}

/**
 * True when the book has changes from before acts were recorded: they are in the audit trail, but can be neither listed
 * nor undone.
 */
export async function hasChangesBeforeActs(sql: TransactionSql, book: string): Promise<boolean> {
  const [first] = await sql<{ act: string | null }[]>`
    select act_id as act from audit where book_id = ${book} order by id limit 1`;
  return first !== undefined && first.act === null;
}

async function actsWhere(
  sql: TransactionSql,
  condition: ReturnType<TransactionSql>,
  limit: number,
): Promise<Act[]> {
  const acts = await sql<(Act & { unsorted: string })[]>`
    select act.id, act.at, act.kind, act.title, name_in_book(act.person_id) as name, act.undone_by is not null as "isUndone",
      origin.kind as of, coalesce(origin.steps % 2 = 0, false) as "isRedone",
      coalesce(act.row_count, origin.row_count) as rows,
      (select name from category c where c.book_id = act.book_id and c.role = 'unsorted' limit 1) as unsorted
    from act left join lateral (
      with recursive undone as (
        select id, kind, row_count, 1 as steps from act one where one.book_id = act.book_id and one.undone_by = act.id
        union all
        select one.id, one.kind, one.row_count, undone.steps + 1
        from undone join act one on one.book_id = act.book_id and one.undone_by = undone.id
        where undone.kind = 'undo'
      )
      select kind, row_count, steps from undone where kind <> 'undo'
    ) origin on act.kind = 'undo'
    where ${condition} order by act.id desc limit ${limit}`;
  return acts.map(({ unsorted, ...act }) => ({ ...act, title: shownTitle(act.title, unsorted) }));
}

/** The database joins the names of the lines where a transaction has no other title, with the stored one of that category. */
function shownTitle(title: string, unsorted: string): string {
  const names = title.split(' · ');
  return names.map((name) => categoryName({ role: name === unsorted ? 'unsorted' : null, name })).join(' · ');
}

/**
 * Amount of an act on a single transaction: for a move the amount that left, otherwise the sum over all accounts.
 * Undefined for all other acts.
 */
export async function amountOfAct(
  sql: TransactionSql,
  book: string,
  act: string,
): Promise<Moved | undefined> {
  const lines = await sql<{ id: string; amount: bigint; currency: string }[]>`
    select one.id, line.amount_minor as amount, line.currency
    from transactions_of_act(${book}, ${act}) one
      cross join jsonb_to_recordset(coalesce(one.became, one.was) -> 'postings')
        line (line int, account_id uuid, amount_minor bigint, currency text)
    where line.account_id is not null order by line.line limit 500`;
  const [first] = lines;
  if (!first || lines.some(({ id }) => id !== first.id)) return undefined;
  const { currency } = first;
  const together = lines.reduce((sum, one) => (one.currency === currency ? sum + one.amount : sum), 0n);
  const amount = lines.every((one) => one.currency === currency) && together !== 0n ? together : first.amount;
  return { amount: amount < 0n ? -amount : amount, currency };
}

/** An absolute amount in minor units. */
export interface Moved {
  readonly amount: bigint;
  readonly currency: string;
}

/** Id of the transaction that an act sorted into another category, where its payee could have a rule for that. */
export async function sortedByAct(
  sql: TransactionSql,
  book: string,
  act: string,
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select a.subject_id as id
    from audit a, jsonb_path_query_array(a.before, '$.postings[*].category_id ? (@ != null)') was,
      jsonb_path_query_array(a.after, '$.postings[*].category_id ? (@ != null)') became
    where a.book_id = ${book} and a.act_id = ${act} and a.subject = 'transaction' and a.action = 'edit'
      and a.after ->> 'payee' <> '' and was <> became and jsonb_array_length(became) = 1
      and not exists (
        select from category c where c.book_id = ${book} and c.id = (became ->> 0)::uuid and c.role is not null
      )
    limit 1`;
  return row?.id;
}

/** Day of a transaction after an act; undefined when the act left none. */
export async function bookedOnBy(sql: TransactionSql, book: string, act: string): Promise<Day | undefined> {
  const [row] = await sql<{ day: Day | null }[]>`
    select after ->> 'booked_on' as day from audit
    where book_id = ${book} and act_id = ${act} and subject = 'transaction' order by id desc limit 1`;
  return row?.day ?? undefined;
}
