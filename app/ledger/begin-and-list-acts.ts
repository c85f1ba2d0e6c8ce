import type { TransactionSql } from '../database/connect.ts';
import { auditedAct } from './audit-trail.ts';
import { categoryName } from './list-categories-with-shown-names.ts';
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
