import type { TransactionSql } from '../database/connect.ts';

/**
 * SQL array of the accounts of some transactions: a join would look through all their rows once for each account.
 *
 * @param which condition on `transaction_id`, without it: `in (…)`
 */
export function accountsOfTransactions(sql: TransactionSql, book: string, which: ReturnType<TransactionSql>) {
  return sql`array(select distinct account_id from posting where book_id = ${book} and transaction_id ${which})`;
}
