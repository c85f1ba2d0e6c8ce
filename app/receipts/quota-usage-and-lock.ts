import type { TransactionSql } from '../database/connect.ts';

/** Bytes of all receipts of a book that are in sight, or wait for their form. */
export async function bytesInBook(sql: TransactionSql, book: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(r.bytes), 0)::float as bytes from receipt r
    where r.book_id = ${book} and (r.transaction_id is null or exists (
      select from transaction t where t.book_id = ${book} and t.id = r.transaction_id
    ) or exists (
      select from transaction t
      where t.book_id = ${book} and t.metadata ? 'joined' and (t.metadata ->> 'joined')::uuid = r.transaction_id
    ))`;
  return row?.bytes ?? 0;
}

/** Waits for whoever adds receipts to the same book, until the end of the transaction. */
export async function takeQuotaTurns(sql: TransactionSql, book: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`receipts ${book}`}, 0))`;
}
