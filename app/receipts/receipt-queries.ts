import type { TransactionSql } from '../database/connect.ts';
import { audit } from '../ledger/audit-trail.ts';
import { isId } from '../ledger/transaction-filter-in-url.ts';

/** A photo or PDF of a bill that belongs to a transaction. */
export interface Receipt {
  readonly id: string;
  /** As the person called it. */
  readonly name: string;
  readonly type: 'image/jpeg' | 'application/pdf';
  readonly bytes: number;
  /** In pixels; null for a PDF. */
  readonly width: number | null;
  readonly height: number | null;
  /** SHA-256 of the file, in hexadecimal digits. */
  readonly hash: string;
}

/** SQL of the columns of a {@link Receipt}, of the row `r`. */
export function receiptColumns(sql: TransactionSql) {
  return sql`r.id, r.name, r.type, r.bytes, r.width, r.height, encode(r.hash, 'hex') as hash`;
}

/** SQL condition on a receipt `r`: it is one of the transaction `t`, or of one that was joined to it. */
export function ofTransaction(sql: TransactionSql) {
  return sql`r.book_id = t.book_id and r.transaction_id = any(array[t.id, (t.metadata ->> 'joined')::uuid])`;
}

/** Lists the receipts of a transaction, oldest first. */
export async function receiptsOf(sql: TransactionSql, book: string, transaction: string): Promise<Receipt[]> {
  if (!isId(transaction)) return [];
  return sql<Receipt[]>`
    select ${receiptColumns(sql)} from transaction t join receipt r on ${ofTransaction(sql)}
    where t.book_id = ${book} and t.id = ${transaction} order by r.id`;
}

/** A receipt and its transaction; null while its form is not saved. */
export interface FoundReceipt extends Receipt {
  readonly transaction: string | null;
}

/** Finds a receipt of a transaction that is there, or one that waits for a form of this person; undefined for any other. */
export async function findReceipt(
  sql: TransactionSql,
  book: string,
  person: string,
  id: string,
): Promise<FoundReceipt | undefined> {
  if (!isId(id)) return undefined;
  const [found] = await sql<FoundReceipt[]>`
    select ${receiptColumns(sql)}, t.id as transaction
    from receipt r left join transaction t on ${ofTransaction(sql)}
    where r.book_id = ${book} and r.id = ${id}
      and (t.id is not null or (r.transaction_id is null and r.created_by = ${person}))
    limit 1`;
  return found;
}

/** The small picture of a receipt, as WebP; null for a PDF. */
export async function thumbnailOf(sql: TransactionSql, { hash }: Receipt): Promise<Buffer | null> {
  const [row] = await sql<{ thumbnail: Buffer | null }[]>`
    select thumbnail from receipt_file where hash = decode(${hash}, 'hex')`;
  return row?.thumbnail ?? null;
}

/** Deletes a receipt; an undo brings it back. Does nothing a second time. */
export async function deleteReceipt(sql: TransactionSql, book: string, id: string): Promise<void> {
  if (!isId(id)) return;
  const [row] = await sql<{ before: object }[]>`
    delete from receipt where book_id = ${book} and id = ${id} returning to_jsonb(receipt) as before`;
  if (row) await audit(sql, { action: 'delete', subject: 'receipt', id, before: row.before });
}
