import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';

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
