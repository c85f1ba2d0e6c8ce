import type { TransactionSql } from '../database/connect.ts';
import { MANY, planForMany } from '../database/replan-for-many-rows.ts';
import type { Account } from './accounts.ts';
import { accountsOfTransactions } from './accounts-of-transactions.ts';
import { lockMatching, type Matching, mostAtOnce } from './count-and-lock-matches.ts';
import type { Category } from './list-categories-with-shown-names.ts';
import { isId, type Rows } from './transaction-filter-in-url.ts';
import { ClosedAccountError, EditConflict } from './write-transaction.ts';

/** One change to many transactions. */
export type BulkChange =
  | { readonly what: 'category'; readonly category: Category }
  | { readonly what: 'payee'; readonly payee: string }
  | { readonly what: 'account'; readonly account: Account }
  /** Only lines on the account `on` change; without it, all account lines. */
  | { readonly what: 'cleared' | 'pending'; readonly on?: string | undefined }
  /** A new name makes a tag. */
  | { readonly what: 'tag' | 'untag'; readonly tag: string }
  | { readonly what: 'delete' };

/** The rows to change: some in the versions that were seen, or all that a filter matches. */
export type Chosen =
  | { readonly rows: readonly { readonly id: string; readonly version: number }[] }
  | { readonly matching: Rows; readonly seen: Matching };

/** Reason why a row stays as it is. */
export type Why = (typeof reasons)[number];
const reasons = [
  ...(['changed', 'gone', 'split', 'moved', 'opening', 'spent', 'received'] as const),
  ...(['closed', 'reconciled', 'currency', 'early'] as const),
];

export interface Kept {
  readonly why: Why;
  readonly count: number;
  /** The newest of them; none of those that are gone. */
  readonly ids: readonly string[];
}

export interface Changed {
  /** Id of the act; '' when nothing was changed. */
  readonly act: string;
  readonly count: number;
  /** Rows that cannot take the change. */
  readonly kept: readonly Kept[];
}

/** Not what was seen: the filter matches other rows by now, or more than can be changed at once. Nothing was written. */
export class MatchingChanged extends Error {
  readonly now: Matching | undefined;
  constructor(now: Matching | undefined) {
    super();
    this.now = now;
  }
}

/** Number of rows that an answer names by reason. */
const named = 20;

/**
 * Changes many transactions as one act, in statements that each take all of them. Those that cannot take the change stay
 * as they are and are named; those that have it already are neither changed nor named.
 *
 * @throws MatchingChanged, ClosedAccountError for the account to put them on
 */
export async function changeInBulk(
  sql: TransactionSql,
  book: string,
  chosen: Chosen,
  change: BulkChange,
): Promise<Changed> {
  const { ids, kept } =
    'rows' in chosen ? await lockRows(sql, book, chosen.rows) : await lockAll(sql, book, chosen);
  await lockAccounts(sql, book, ids, change);
  const given = await givenBy(sql, book, change);
  const judged = await sql<{ fate: Why | 'same' | 'fits'; count: number; ids: string[] }[]>`
    with one as (${factsOf(sql, book, ids, change.what === 'cleared' || change.what === 'pending' ? change.on : undefined)})
    select fate, count(*)::int, array_agg(id order by booked_on desc, id desc) as ids
    from (select id, booked_on, ${fateBy(sql, book, change, given)} as fate from one) judged
    group by fate order by array_position(${[...reasons]}::text[], fate)`;
  const fitting = judged.find(({ fate }) => fate === 'fits')?.ids ?? [];
  const left = judged.flatMap(({ fate, count, ids: all }): Kept[] =>
    fate === 'fits' || fate === 'same' ? [] : [{ why: fate, count, ids: all.slice(0, named) }],
  );
  const act = fitting.length > 0 ? await write(sql, book, fitting, change, given) : '';
  return { act, count: fitting.length, kept: [...kept, ...left] };
}

interface Locked {
  readonly ids: readonly string[];
  readonly kept: readonly Kept[];
}

async function lockAll(
  sql: TransactionSql,
  book: string,
  { matching, seen }: Extract<Chosen, { matching: Rows }>,
): Promise<Locked> {
  const now = await lockMatching(sql, book, matching);
  if (!now) throw new MatchingChanged(undefined);
  const { ids, ...matches } = now;
  if (matches.count !== seen.count || matches.mark !== seen.mark) throw new MatchingChanged(matches);
  return { ids, kept: [] };
}

async function lockRows(
  sql: TransactionSql,
  book: string,
  rows: Extract<Chosen, { rows: unknown }>['rows'],
): Promise<Locked> {
  const seen = new Map(
    rows.filter(({ id }) => isId(id)).map(({ id, version }) => [id.toLowerCase(), version]),
  );
  if (seen.size > mostAtOnce) throw new MatchingChanged(undefined);
  const there = await sql<{ id: string; version: number }[]>`
    select id, version from transaction where book_id = ${book} and id = any(${[...seen.keys()]}::uuid[])
    order by id for update`;
  const isSame = ({ id, version }: (typeof there)[number]) => seen.get(id) === version;
  const changed = there.filter((row) => !isSame(row)).map(({ id }) => id);
  const gone = seen.size - there.length;
  return {
    ids: there.filter(isSame).map(({ id }) => id),
    kept: [
      ...(changed.length > 0
        ? [{ why: 'changed', count: changed.length, ids: changed.slice(0, named) } as const]
        : []),
      ...(gone > 0 ? [{ why: 'gone', count: gone, ids: [] } as const] : []),
    ],
  };
}

/** Shares the accounts whose closing would refuse the change, so that none is closed before it is written. */
async function lockAccounts(
  sql: TransactionSql,
  book: string,
  ids: readonly string[],
  change: BulkChange,
): Promise<void> {
  if (change.what !== 'account' && change.what !== 'delete') return;
  const target = change.what === 'account' ? change.account.id : null;
  const held = await sql<{ id: string; name: string; isClosed: boolean }[]>`
    select id, name, closed_on is not null as "isClosed" from account
    where book_id = ${book} and (
      id = ${target} or id = any(${accountsOfTransactions(sql, book, sql`= any(${[...ids]}::uuid[])`)})
    )
    order by id for share`;
  const onto = held.find(({ id }) => id === target);
  if (target !== null && (!onto || onto.isClosed)) throw new ClosedAccountError(onto?.name);
}

/** Id of the payee or tag that a change names; null for any other change, and for a tag to remove that there is not. */
async function givenBy(sql: TransactionSql, book: string, change: BulkChange): Promise<string | null> {
  const found =
    change.what === 'payee'
      ? sql`(
          select coalesce((select w.merged_into from payee w where w.book_id = ${book} and w.id = named.id), named.id)
          from (select payee_named(${book}, ${change.payee}) as id) named)`
      : change.what === 'tag'
        ? sql`(tags_named(${book}, array[${change.tag}]))[1]`
        : change.what === 'untag'
          ? sql`(select id from tag where book_id = ${book} and plain_text(name) = plain_text(${change.tag}))`
          : sql`null::uuid`;
  const [row] = await sql<{ id: string | null }[]>`select ${found} as id`;
  return row?.id ?? null;
}

/** SQL of what decides about a row: its lines in numbers. */
function factsOf(sql: TransactionSql, book: string, ids: readonly string[], on: string | undefined) {
  return sql`
    select t.id, t.booked_on, t.kind, t.payee_id, line.*
    from transaction t cross join lateral (
      select count(p.account_id) as accounts, count(p.category_id) as categories,
        min(p.account_id::text)::uuid as account, min(p.category_id::text)::uuid as category,
        min(p.currency) filter (where p.account_id is not null) as currency,
        count(*) filter (where p.account_id is not null and p.state = 'reconciled' ${of(sql, on)}) as reconciled,
        count(*) filter (where p.account_id is not null and p.state = 'cleared' ${of(sql, on)}) as cleared,
        count(*) filter (where p.account_id is not null and p.state = 'pending' ${of(sql, on)}) as pending,
        count(a.closed_on) as closed
      from posting p left join account a on a.book_id = p.book_id and a.id = p.account_id
      where p.book_id = t.book_id and p.transaction_id = t.id
    ) line
    where t.book_id = ${book} and t.id = any(${[...ids]}::uuid[])`;
}

/** SQL condition on `p`: a line on the account, or any. */
function of(sql: TransactionSql, account: string | undefined) {
  return account === undefined ? sql`` : sql`and p.account_id = ${account}`;
}

/** SQL of what becomes of a row: `fits`, `same` where it is so already, or the reason why it stays. */
function fateBy(sql: TransactionSql, book: string, change: BulkChange, given: string | null) {
  switch (change.what) {
    case 'category': {
      const { id, kind } = change.category;
      return sql`case when kind in ('opening', 'moved') then kind when accounts <> 1 or categories <> 1 then 'split'
        when category = ${id} then 'same' when kind <> ${kind} then kind else 'fits' end`;
    }
    case 'payee':
      return sql`case when coalesce((select merged_into from payee w where w.book_id = ${book} and w.id = payee_id), payee_id)
          is not distinct from ${given}::uuid then 'same' else 'fits' end`;
    case 'account': {
      const { id, currency, openedOn } = change.account;
      return sql`case when kind in ('opening', 'moved') then kind when accounts <> 1 then 'split'
        when account = ${id} then 'same' when closed > 0 then 'closed' when reconciled > 0 then 'reconciled'
        when currency <> ${currency} then 'currency' when booked_on < ${openedOn}::date then 'early' else 'fits' end`;
    }
    case 'cleared':
      return sql`case when pending = 0 then 'same' else 'fits' end`;
    case 'pending':
      return sql`case when reconciled > 0 then 'reconciled' when cleared = 0 then 'same' else 'fits' end`;
    case 'tag':
    case 'untag': {
      const has = sql`exists (
        select from transaction_tag x where x.book_id = ${book} and x.transaction_id = one.id and x.tag_id = ${given})`;
      return sql`case when ${has} = ${change.what === 'tag'} then 'same' else 'fits' end`;
    }
    case 'delete':
      return sql`case when closed > 0 then 'closed' when reconciled > 0 then 'reconciled' else 'fits' end`;
  }
}

/** Writes the change and its audit trail; resolves to the id of its act. */
async function write(
  sql: TransactionSql,
  book: string,
  rows: readonly string[],
  change: BulkChange,
  given: string | null,
): Promise<string> {
  const ids = [...rows];
  if (ids.length >= MANY) await planForMany(sql);
  const { what } = change;
  const [act] = await sql<{ id: string }[]>`
    insert into act (book_id, person_id, kind, title, row_count)
    values (${book}, acting_person(), 'bulk ' || ${what}, ${titleOf(sql, book, change)}, ${ids.length})
    returning id, begin_act(book_id, id)`;
  if (!act) throw new Error('Postgres returned no act');
  // One text for all: the documents only pass through, and are never read here.
  const [before] = await sql<{ documents: string }[]>`
    select jsonb_object_agg(id, document)::text as documents from transaction_documents(${book}, ${ids}::uuid[])`;
  await apply(sql, book, ids, change, given);
  await sql`set local enable_nestloop = off`; // Postgres expects few rows, and would go through all for each
  await sql`
    insert into audit (book_id, act_id, person_id, action, subject, subject_id, before, after)
    select ${book}, ${act.id}, (select acting_person()), ${what === 'delete' ? 'delete' : 'edit'}, 'transaction', was.key::uuid, was.value, became.document
    from jsonb_each(${before?.documents ?? '{}'}::text::jsonb) was
      left join transaction_documents(${book}, ${ids}::uuid[]) became on became.id = was.key::uuid`;
  await sql`set local enable_nestloop = on`;
  return act.id;
}

/** SQL of what the rows were given; a category by its stored name, which begin-and-list-acts.ts puts into the reader's language. */
function titleOf(sql: TransactionSql, book: string, change: BulkChange) {
  if (change.what === 'category')
    return sql`(select name from category where book_id = ${book} and id = ${change.category.id})`;
  if (change.what === 'account') return sql`${change.account.name}`;
  if (change.what === 'tag' || change.what === 'untag') return sql`${change.tag}`;
  return sql`${change.what === 'payee' ? change.payee : ''}`;
}

async function apply(
  sql: TransactionSql,
  book: string,
  ids: string[],
  change: BulkChange,
  given: string | null,
): Promise<void> {
  const lines = sql`book_id = ${book} and transaction_id = any(${ids}::uuid[])`;
  const headers = sql`book_id = ${book} and id = any(${ids}::uuid[])`;
  const { what } = change;
  if (what === 'delete') {
    await sql`delete from transaction where ${headers}`;
    return;
  }
  if (what === 'category')
    await goneAsConflict(
      sql`update posting set category_id = ${change.category.id} where ${lines} and category_id is not null`,
    );
  if (what === 'account')
    await goneAsConflict(
      sql`update posting set account_id = ${change.account.id}, bank_day = null where ${lines} and account_id is not null`,
    );
  if (what === 'cleared' || what === 'pending')
    await sql`
      update posting p set state = ${what}
      where ${lines} and p.account_id is not null and p.state not in ('reconciled', ${what}) ${of(sql, change.on)}`;
  if (what === 'tag')
    await goneAsConflict(sql`
      insert into transaction_tag (book_id, transaction_id, tag_id)
      select ${book}, unnest(${ids}::uuid[]), ${given}`);
  if (what === 'untag') await sql`delete from transaction_tag where ${lines} and tag_id = ${given}`;
  await sql`
    update transaction set version = version + 1, updated_at = now()
      ${what === 'payee' ? sql`, payee_id = ${given}, payee_set_by = 'hand'` : sql``}
      ${what === 'category' ? sql`, category_set_by = 'hand'` : sql``}
    where ${headers}`;
}

/** @throws EditConflict when the category or account was taken away meanwhile */
async function goneAsConflict(query: PromiseLike<unknown>): Promise<void> {
  try {
    await query;
  } catch (error) {
    throw (error as { code?: string }).code === '23503' ? new EditConflict() : error; // foreign_key_violation
  }
}
