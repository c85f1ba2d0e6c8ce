import type { TransactionSql } from '../database/connect.ts';
import { fileName } from '../imports/file-name.ts';
import { audit } from '../ledger/audit.ts';
import { isId } from '../ledger/filter.ts';
import type { ConvertedFile } from './convert/convert-file.ts';
import { hashOf } from './hash-of.ts';
import { bytesInBook, takeQuotaTurns } from './quota.ts';
import { type Receipt, receiptColumns } from './receipts.ts';
import type { ReceiptStore } from './store/receipt-store.ts';

/** The book has no room for the file. */
export class QuotaError extends Error {
  readonly statusCode = 422;
}

/** A file to keep, as it was converted, and how the person calls it. */
export interface NewReceipt {
  readonly name: string;
  readonly file: ConvertedFile;
}

/**
 * Keeps a file for a form that is not saved yet; the same file again gives the receipt that waits already.
 *
 * @param most bytes that the receipts of a book may have
 * @throws QuotaError, or an error of which `isStoreFull` is true
 */
export async function keepWaiting(
  sql: TransactionSql,
  store: ReceiptStore,
  { book, person, most }: { readonly book: string; readonly person: string; readonly most: number },
  { name, file }: NewReceipt,
): Promise<Receipt> {
  const { type, bytes, thumbnail, width, height } = file;
  const hash = hashOf(bytes);
  await takeQuotaTurns(sql, book);
  const [there] = await sql<Receipt[]>`
    select ${receiptColumns(sql)} from receipt r
    where r.book_id = ${book} and r.transaction_id is null and r.created_by = ${person} and r.hash = decode(${hash}, 'hex')`;
  if (there) return there;
  if ((await bytesInBook(sql, book)) + bytes.length > most) throw new QuotaError();
  await sql`select need_receipt_file(decode(${hash}, 'hex'), ${bytes.length}, ${thumbnail && Buffer.from(thumbnail)})`;
  await store.put(sql, hash, bytes);
  const [made] = await sql<Receipt[]>`
    insert into receipt as r (book_id, hash, name, type, bytes, width, height, created_by)
    values (${book}, decode(${hash}, 'hex'), ${fileName(name)}, ${type}, ${bytes.length}, ${width}, ${height}, ${person})
    returning ${receiptColumns(sql)}`;
  if (!made) throw new Error('Postgres returned no receipt');
  return made;
}

/** Those of some receipts that wait for a form of this person. */
export async function waitingReceipts(
  sql: TransactionSql,
  book: string,
  person: string,
  ids: readonly string[],
): Promise<Receipt[]> {
  const known = ids.filter(isId);
  if (known.length === 0) return [];
  return sql<Receipt[]>`
    select ${receiptColumns(sql)} from receipt r
    where r.book_id = ${book} and r.created_by = ${person} and r.transaction_id is null and r.id = any(${known}::uuid[])
    order by r.id`;
}

/** Gives a transaction the receipts that waited for its form, as part of the act that writes it. */
export async function attachReceipts(
  sql: TransactionSql,
  book: string,
  person: string,
  transaction: string,
  ids: readonly string[],
): Promise<void> {
  const known = ids.filter(isId);
  if (known.length === 0) return;
  const rows = await sql<{ id: string; after: object }[]>`
    update receipt set transaction_id = ${transaction}
    where book_id = ${book} and created_by = ${person} and transaction_id is null and id = any(${known}::uuid[])
    returning id, to_jsonb(receipt) as after`;
  for (const { id, after } of rows) await audit(sql, { action: 'add', subject: 'receipt', id, after });
}
