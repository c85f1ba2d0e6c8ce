import type { TransactionSql } from '../database/connect.ts';

/** Number of rows of a book that are not sorted yet. */
export async function countUnsorted(sql: TransactionSql, book: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(distinct transaction_id)::int as count from posting
    where book_id = ${book} and category_id = any(${unsortedCategories(sql, book)})`;
  return row?.count ?? 0;
}

/** SQL array of the categories for what is not sorted yet: one for what is spent, and one for what is received. */
export function unsortedCategories(sql: TransactionSql, book: string) {
  return sql`array(select c.id from category c where c.book_id = ${book} and c.role = 'unsorted')`;
}
