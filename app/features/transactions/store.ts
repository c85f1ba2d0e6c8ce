import type { TransactionSql } from '../../database/connect.ts';
import { type Filter, isId } from '../../ledger/filter.ts';
import { findWords } from '../../ledger/search.ts';
import { narrow } from '../../ledger/transaction-list.ts';

/** What the rows of a filter sum up to. */
export interface Total {
  readonly kind: 'spent' | 'received';
  readonly currency: string;
  readonly sum: bigint;
  readonly count: bigint;
}

/**
 * Spent and received of a filter, each currency by itself, by the kind of the category: a fee of a move is spent. With a
 * category only the parts on that category count, so that the sum is the figure that led here.
 */
export async function totalsOf(sql: TransactionSql, book: string, filter: Filter): Promise<Total[]> {
  const { category, flow, text } = filter;
  const words = await findWords(sql, text);
  return sql<Total[]>`
    select c.kind, p.currency, sum(case c.kind when 'spent' then p.amount_minor else -p.amount_minor end) as sum,
      count(distinct t.id) as count
    from transaction t
      join posting p on p.book_id = t.book_id and p.transaction_id = t.id and p.category_id is not null
      join category c on c.book_id = p.book_id and c.id = p.category_id
    where t.book_id = ${book} and c.kind <> 'equity' ${flow ? sql`and c.kind = ${flow}` : sql``} ${narrow(sql, book, filter, words)}
      ${category ? sql`and (c.id = ${category} or c.parent_id = ${category})` : sql``}
    group by c.kind, p.currency
    order by c.kind desc, p.currency`;
}

/** Whom the book paid lately, most often first: offered while typing. */
export async function recentPayees(sql: TransactionSql, book: string): Promise<string[]> {
  const rows = await sql<{ payee: string }[]>`
    select p.name as payee from (
      select payee_id from transaction where book_id = ${book} order by booked_on desc, id desc limit 300
    ) latest join payee p on p.book_id = ${book} and p.id = latest.payee_id
    group by p.name order by count(*) desc, p.name limit 50`;
  return rows.map((row) => row.payee);
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
