import type { TransactionSql } from '../database/connect.ts';
import { MANY, planForMany } from '../database/replan-for-many-rows.ts';
import { inSteps, type Tell } from './batches-with-progress.ts';
import { hasReceiptSince } from './receipt-since-act.ts';
import type { Left } from './row-skipped-by-undo.ts';
import type { ActedImport } from './undo-import.ts';

/** Transactions that were put back, and those that stay. */
export interface PutBack {
  readonly back: readonly string[];
  /** Ids of the others. */
  readonly kept: readonly string[];
  readonly left: readonly Left[];
}

/**
 * Number of transactions that one statement restores, far below what its timeout lets through: more where nobody's request
 * waits, because each reads all records of the act.
 */
const AT_ONCE = { inRequest: 1000, inJob: 5000 };

/** What else decides whether a transaction is put back. */
export interface Around {
  /** Import that the act made: what it added is left to `takeImported`, even if the act changed it as well. */
  readonly imported: ActedImport | undefined;
  /** Accounts that the act made and that stay: so does the opening balance that it gave them. */
  readonly staying: readonly string[];
  /** True where all are put back, or none. */
  readonly together: boolean;
}

/** Restores all transactions of an act in few statements: they may be many. */
export async function undoTransactions(
  sql: TransactionSql,
  book: string,
  act: string,
  { imported, staying, together }: Around,
  tell?: Tell,
): Promise<PutBack> {
  const added = imported?.isFirst
    ? sql`and not exists (
        select from import_row row
        where row.book_id = ${book} and row.import_id = ${imported.id} and row.is_added and row.transaction_id = found.id
      )`
    : sql``;
  const { closed, gone } = await lockTransactions(sql, book, act);
  const isOn = (ids: readonly string[], state: 'was' | 'became') =>
    ids.length === 0
      ? sql`false`
      : sql`exists (
          select from jsonb_to_recordset(coalesce(${sql(state)} -> 'postings', '[]')) line (account_id uuid, category_id uuid)
          where line.account_id = any(${[...ids]}::uuid[]) or line.category_id = any(${[...ids]}::uuid[])
        )`;
  const rows = await sql<{ id: string; title: string; fate: 'put back' | 'stays' | Left['why'] }[]>`
    with found as (
      select touched.*, t.version from transactions_of_act(${book}, ${act}) touched
        left join transaction t on t.book_id = ${book} and t.id = touched.id
    ), entered_again as materialized ( -- once: for each row it would read all records of the act
      select (entered.before ->> 'transaction_id')::uuid as id
      from audit entered join occurrence o on o.book_id = entered.book_id
        and o.schedule_id = (entered.before ->> 'schedule_id')::uuid and o.due_on = (entered.before ->> 'due_on')::date
      where entered.book_id = ${book} and entered.act_id = ${act} and entered.subject = 'occurrence'
        and o.transaction_id is distinct from (entered.before ->> 'transaction_id')::uuid
    )
    select id, coalesce(nullif(coalesce(became, was) ->> 'payee', ''), coalesce(became, was) ->> 'booked_on') as title,
      case
        when version is distinct from (became ->> 'version')::int then 'edited'
        when ${isOn(closed, 'was')} or ${isOn(closed, 'became')} then 'closed'
        when ${isOn(gone, 'was')} then 'gone'
        when was is null and became ->> 'kind' = 'opening' and ${isOn(staying, 'became')} then 'stays'
        when was is null and ${hasReceiptSince(sql, book, act, 'found.id')} then 'edited'
        when became is null and exists (
          select from import_row taken join import_row same
            on same.book_id = taken.book_id and same.account_id = taken.account_id and same.key = taken.key
              and same.ordinal = taken.ordinal and not same.forgotten
          where taken.book_id = ${book} and taken.transaction_id = found.id and taken.forgotten and taken.is_added
        ) then 'there'
        when became is null and id in (select again.id from entered_again again) then 'there'
        else 'put back'
      end as fate
    from found where (was is not null or became is not null) ${added}`;
  const isHeld = together && rows.some(({ fate }) => fate !== 'put back');
  const isBack = (row: (typeof rows)[number]) => row.fate === 'put back' && !isHeld;
  const back = rows.filter(isBack).map((row) => row.id);
  const kept = rows.filter((row) => !isBack(row)).map((row) => row.id);
  const left = rows.flatMap(({ title, fate }) =>
    fate === 'put back' || fate === 'stays' ? [] : [{ title, why: fate }],
  );
  if (back.length >= MANY) await planForMany(sql);
  await inSteps(back, tell ? AT_ONCE.inJob : AT_ONCE.inRequest, tell, async (some) => {
    await sql`select put_transactions_back(${book}, ${act}, ${some}::uuid[])`;
  });
  return { back, kept, left };
}

/** What keeps a transaction from being put back, by ids. */
interface InTheWay {
  readonly closed: readonly string[];
  /** Accounts and categories that were deleted. */
  readonly gone: readonly string[];
}

/**
 * Locks the transactions of an act and their accounts and categories until the end of the transaction: the checks would
 * otherwise be stale by the time of the write. Same lock order as an edit.
 */
async function lockTransactions(sql: TransactionSql, book: string, act: string): Promise<InTheWay> {
  await sql`
    select from transaction where book_id = ${book} and id in (select id from transactions_of_act(${book}, ${act}))
    order by id for update`;
  const [used] = await sql<{ accounts: string[] | null; categories: string[] | null }[]>`
    select array_agg(distinct account_id) filter (where account_id is not null) as accounts,
      array_agg(distinct category_id) filter (where category_id is not null) as categories
    from transactions_of_act(${book}, ${act}), jsonb_to_recordset(
      coalesce(was -> 'postings', '[]') || coalesce(became -> 'postings', '[]')
    ) line (account_id uuid, category_id uuid)`;
  const ids = [...(used?.accounts ?? []), ...(used?.categories ?? [])];
  const accounts = await sql<{ id: string; isClosed: boolean }[]>`
    select id, closed_on is not null as "isClosed" from account where book_id = ${book} and id = any(${ids}::uuid[])
    order by id for share`;
  const categories = await sql<{ id: string }[]>`
    select id from category where book_id = ${book} and id = any(${ids}::uuid[]) order by id for key share`;
  const there = new Set([...accounts, ...categories].map(({ id }) => id));
  return {
    closed: accounts.filter(({ isClosed }) => isClosed).map(({ id }) => id),
    gone: ids.filter((id) => !there.has(id)),
  };
}
