import type { TransactionSql } from '../database/connect.ts';

/**
 * SQL condition on the transaction of a column: it got a receipt after the act. Its version does not tell, because a receipt is a row of
 * its own. Without joins, which are planned for thousands of rows here.
 */
export function hasReceiptSince(sql: TransactionSql, book: string, act: string, transaction: string) {
  return sql`exists (
    select from receipt r where r.book_id = ${book} and r.transaction_id = ${sql(transaction)} and (
      select max(gave.happened_at) from audit gave
      where gave.book_id = ${book} and gave.subject_id = r.id and gave.action = 'add'
    ) > (select done.at from act done where done.book_id = ${book} and done.id = ${act})
  )`;
}
