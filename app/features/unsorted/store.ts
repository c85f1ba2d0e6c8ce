import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { beginAct } from '../../ledger/begin-and-list-acts.ts';
import { type Payee, spellings } from '../../ledger/find-payee-and-last-transaction.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import { alwaysSort } from '../../ledger/rules/write-rules.ts';
import { unsortedCategories } from '../../ledger/unsorted-categories-and-count.ts';
import { changeTransactions } from '../../ledger/write-many-transaction-changes.ts';
import { say } from '../../words/say.ts';

/** Rows of one payee that are not sorted yet. */
export interface Group {
  /** Null for rows without a payee. */
  readonly payee: Payee | null;
  readonly rows: number;
  readonly lastOn: Day;
  /** Sums of what is not sorted, as the accounts see them. */
  readonly sums: readonly { readonly currency: string; readonly amount: string }[];
  /** Category of the newest row of the payee that is sorted; null when none is. */
  readonly usual: string | null;
  /** Kind of the most of its rows. */
  readonly kind: 'spent' | 'received';
}

/** Lists the payees with rows that are not sorted yet, those with most rows first; one more than `limit` when there are more. */
export async function unsortedGroups(sql: TransactionSql, book: string, limit: number): Promise<Group[]> {
  return sql<Group[]>`
    with line as materialized (
      select coalesce(w.merged_into, w.id) as payee, p.transaction_id as id, p.booked_on, p.currency, p.amount_minor, c.kind
      from posting p
        join category c on c.book_id = p.book_id and c.id = p.category_id
        join transaction t on t.book_id = p.book_id and t.id = p.transaction_id
        left join payee w on w.book_id = t.book_id and w.id = t.payee_id
      where p.book_id = ${book} and p.category_id = any(${unsortedCategories(sql, book)})
    ), biggest as (
      select payee, count(distinct id)::int as rows, max(booked_on) as last_on, mode() within group (order by kind) as kind
      from line group by payee order by payee is null, rows desc, last_on desc, payee limit ${limit + 1}
    )
    select case when w.id is not null then json_build_object('id', w.id, 'name', w.name) end as payee,
      b.rows, b.last_on as "lastOn", b.kind, (
        select json_agg(json_build_object('currency', currency, 'amount', amount) order by currency)
        from (
          select currency, (-sum(amount_minor))::text as amount from line
          where line.payee is not distinct from b.payee group by currency
        ) by_currency
      ) as sums, usual.category as usual
    from biggest b left join payee w on w.book_id = ${book} and w.id = b.payee
      left join lateral (
        select p.category_id as category
        from transaction t
          join posting p on p.book_id = t.book_id and p.transaction_id = t.id
          join category c on c.book_id = p.book_id and c.id = p.category_id and c.role is null
        where t.book_id = ${book} and b.payee is not null and t.payee_id = any(${spellings(sql, book, sql`b.payee`)})
        order by t.booked_on desc, t.id desc, p.line limit 1
      ) usual on true
    order by b.payee is null, b.rows desc, b.last_on desc, b.payee`;
}

/**
 * Puts what is not sorted yet of a payee on a category, as one act; writes nothing when all is sorted.
 *
 * @param payee null for the rows without one
 * @param always whether a rule sorts its rows from now on; without a payee there is none
 */
export async function sortGroup(
  sql: TransactionSql,
  book: string,
  payee: Payee | null,
  category: Pick<Category, 'id' | 'name'>,
  always: boolean,
): Promise<void> {
  const ofPayee = payee ? sql`t.payee_id = any(${spellings(sql, book, payee.id)})` : sql`t.payee_id is null`;
  const rows = await sql<{ id: string }[]>`
    select t.id from transaction t
    where t.book_id = ${book} and ${ofPayee} and exists (
      select from posting p where p.book_id = t.book_id and p.transaction_id = t.id
        and p.category_id = any(${unsortedCategories(sql, book)})
    )
    order by t.id for update of t`;
  if (rows.length === 0) return;
  await beginAct(
    sql,
    book,
    'sort transactions',
    `${payee?.name ?? say('unsorted.noPayee')} → ${category.name}`,
    rows.length,
  );
  await changeTransactions(
    sql,
    book,
    rows.map(({ id }) => ({ id, setBy: 'hand', sorted: category.id })),
  );
  if (always && payee) await alwaysSort(sql, book, payee.name, category.id);
}
