import type { TransactionSql } from '../../database/connect.ts';
import { findTransaction } from '../../ledger/read-transactions-with-postings.ts';
import { textsOf } from '../../ledger/rules/bank-row-texts.ts';
import { receiptsOf } from '../../receipts/receipt-queries.ts';
import { lastChange } from './query-last-change.ts';

/** Loads a transaction and its last change for reading; undefined when it does not exist. */
export async function loadReading(sql: TransactionSql, book: string, id: string) {
  const [transaction, changed, raw, receipts] = await Promise.all([
    findTransaction(sql, book, id),
    lastChange(sql, book, id),
    textsOf(sql, book, id),
    receiptsOf(sql, book, id),
  ]);
  return transaction && { transaction, changed, raw, receipts };
}
