import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { findWords } from '../../ledger/find-words-in-names-and-notes.ts';
import type { Rows } from '../../ledger/transaction-filter-in-url.ts';
import { narrow } from '../../ledger/transaction-list.ts';

/** Total of the rows with one kind, currency and period. */
export interface Total {
  /** True for rows dated ahead, which count from their day. */
  readonly ahead: boolean;
  readonly kind: 'spent' | 'received';
  readonly currency: string;
  readonly sum: bigint;
  readonly count: bigint;
}

/**
 * Totals of spent and received by currency, with rows after `today` apart, by the kind of the category: a fee of a move
 * is spent. With a category filter only postings on that category count, so that the total equals the figure that
 * linked here.
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
