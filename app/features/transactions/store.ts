import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { isId, type Rows } from '../../ledger/filter.ts';
import { findWords } from '../../ledger/search.ts';
import { narrow } from '../../ledger/transaction-list.ts';

/** What rows sum up to. */
export interface Total {
  /** Whether it is of rows that are dated ahead, which count from their day. */
  readonly ahead: boolean;
  readonly kind: 'spent' | 'received';
  readonly currency: string;
  readonly sum: bigint;
  readonly count: bigint;
}

/**
 * Spent and received, each currency by itself and what is after `today` apart, by the kind of the category: a fee of a move
 * is spent. With a category only the parts on that category count, so that the sum is the figure that led here.
 */
export async function totalsOf(
  sql: TransactionSql,
  book: string,
  wanted: Rows,
  today: Day,
): Promise<Total[]> {
  const { category, flow, text } = wanted;
  const words = await findWords(sql, text);
  return sql<Total[]>`
    select t.booked_on > ${today} as ahead, c.kind, p.currency, sum(case c.kind when 'spent' then p.amount_minor else -p.amount_minor end) as sum,
      count(distinct t.id) as count
    from transaction t
      join posting p on p.book_id = t.book_id and p.transaction_id = t.id and p.category_id is not null
      join category c on c.book_id = p.book_id and c.id = p.category_id
    where t.book_id = ${book} and c.kind <> 'equity' ${flow ? sql`and c.kind = ${flow}` : sql``} ${narrow(sql, book, wanted, words)}
      ${category ? sql`and (c.id = ${category} or c.parent_id = ${category})` : sql``}
    group by ahead, c.kind, p.currency
    order by ahead, c.kind desc, p.currency`;
}

/** Whom the book paid lately, most often first: offered while typing. */
export async function recentPayees(sql: TransactionSql, book: string, today: Day): Promise<string[]> {
  const rows = await sql<{ payee: string }[]>`
    select p.name as payee from (
      select payee_id from transaction where book_id = ${book} and booked_on <= ${today}
      order by booked_on desc, id desc limit 300
    ) latest join payee p on p.book_id = ${book} and p.id = latest.payee_id
    group by p.name order by count(*) desc, p.name limit 50`;
  return rows.map((row) => row.payee);
}

/** The day that a transaction has by an act; undefined where the act left none. */
export async function bookedOnBy(sql: TransactionSql, book: string, act: string): Promise<Day | undefined> {
  const [row] = await sql<{ day: Day | null }[]>`
    select after ->> 'booked_on' as day from audit
    where book_id = ${book} and act_id = ${act} and subject = 'transaction' order by id desc limit 1`;
  return row?.day ?? undefined;
}

/** Who touched the transaction last, and when. */
export async function lastChange(sql: TransactionSql, book: string, id: string) {
  if (!isId(id)) return undefined;
  const [row] = await sql<{ action: string; name: string | null; at: Date }[]>`
    select a.action, name_in_book(a.person_id) as name, a.happened_at as at
    from audit a
    where a.book_id = ${book} and a.subject_id = ${id}
    order by a.id desc limit 1`;
  return row;
}
