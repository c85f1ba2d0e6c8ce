import type { TransactionSql } from '../../../database/connect.ts';
import { ofTransaction, type Receipt, receiptColumns } from '../../../receipts/receipt-queries.ts';

/** Receipts of the rows of a calendar year. */
export interface ReceiptYear {
  readonly year: number;
  readonly count: number;
  readonly bytes: number;
}

/** Years with receipts, the latest first. */
export async function receiptYears(sql: TransactionSql, book: string): Promise<ReceiptYear[]> {
  return sql<ReceiptYear[]>`
    select extract(year from t.booked_on)::int as year, count(*)::int as count, sum(r.bytes)::float as bytes
    from receipt r join transaction t on ${ofTransaction(sql)}
    where r.book_id = ${book} group by 1 order by 1 desc`;
}

/** A receipt with what its name in an archive tells. */
export interface YearReceipt extends Receipt {
  readonly bookedOn: string;
  /** Empty for none. */
  readonly payee: string;
  readonly createdAt: Date;
}

/** Receipts of the rows of a year, by day. */
export async function receiptsOfYear(
  sql: TransactionSql,
  book: string,
  year: number,
): Promise<YearReceipt[]> {
  return sql<YearReceipt[]>`
    select ${receiptColumns(sql)}, t.booked_on as "bookedOn", coalesce(shown.name, w.name, '') as payee,
      r.created_at as "createdAt"
    from receipt r join transaction t on ${ofTransaction(sql)}
      left join payee w on w.book_id = t.book_id and w.id = t.payee_id
      left join payee shown on shown.book_id = w.book_id and shown.id = w.merged_into
    where r.book_id = ${book} and t.booked_on >= make_date(${year}, 1, 1) and t.booked_on < make_date(${year + 1}, 1, 1)
    order by t.booked_on, r.id`;
}
