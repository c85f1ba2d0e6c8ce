import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { findWords } from '../../ledger/search.ts';
import { isId, type Rows } from '../../ledger/transaction-filter-in-url.ts';
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

/** Lists the recent payees of a book, most frequent first, as suggestions. */
export async function recentPayees(sql: TransactionSql, book: string, today: Day): Promise<string[]> {
  const rows = await sql<{ payee: string }[]>`
    select coalesce(shown.name, p.name) as payee from (
      select payee_id from transaction where book_id = ${book} and booked_on <= ${today}
      order by booked_on desc, id desc limit 300
    ) latest join payee p on p.book_id = ${book} and p.id = latest.payee_id
      left join payee shown on shown.book_id = ${book} and shown.id = p.merged_into
    group by coalesce(shown.name, p.name) order by count(*) desc, coalesce(shown.name, p.name) limit 50`;
  return rows.map((row) => row.payee);
}

/** Lists payees with what is typed in their name, those that begin with it first; none for less than two characters. */
export async function payeesLike(sql: TransactionSql, book: string, typed: string): Promise<string[]> {
  if ([...typed].length < 2) return [];
  const rows = await sql<{ name: string }[]>`
    select name from payee, names_matching(${typed}) found
    where book_id = ${book} and id = any(found.payees) and merged_into is null
    order by starts_with(plain_name, plain_text(${typed})) desc, plain_name limit 20`;
  return rows.map((row) => row.name);
}

/** Finds the last change of a transaction, by whom and when. */
export async function lastChange(sql: TransactionSql, book: string, id: string) {
  if (!isId(id)) return undefined;
  const [row] = await sql<{ action: string; name: string | null; at: Date }[]>`
    select a.action, name_in_book(a.person_id) as name, a.happened_at as at
    from audit a
    where a.book_id = ${book} and a.subject_id = ${id}
    order by a.id desc limit 1`;
  return row;
}
