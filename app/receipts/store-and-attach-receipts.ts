import type { TransactionSql } from '../database/connect.ts';
import { fileName } from '../imports/file-name.ts';
import { audit } from '../ledger/audit-trail.ts';
import { isId } from '../ledger/transaction-filter-in-url.ts';
import type { ConvertedFile } from './convert/convert-file.ts';
import { hashOf } from './file-hash.ts';
import { bytesInBook, takeQuotaTurns } from './quota-usage-and-lock.ts';
import { type Receipt, receiptColumns } from './receipt-queries.ts';
import type { ReceiptStore } from './store/store-interface.ts';

/** The book has no room for the file. */
export class QuotaError extends Error {
  readonly statusCode = 422;
}

/** A file to keep, as it was converted, and how the person calls it. */
export interface NewReceipt {
  readonly name: string;
  readonly file: ConvertedFile;
}

/** Where a receipt goes. */
export interface ReceiptPlace {
  readonly book: string;
  readonly person: string;
  /** Bytes that the receipts of the book may have. */
  readonly most: number;
  /** Id of the transaction. @default it waits for a form of the person to be saved */
  readonly transaction?: string;
}

/**
 * Keeps a file as a receipt; the same file again in the same place gives the receipt that is there.
 *
 * @throws QuotaError, or an error of which `isStoreFull` is true
 */
export async function keepReceipt(
  sql: TransactionSql,
  store: ReceiptStore,
  { book, person, most, transaction }: ReceiptPlace,
  { name, file }: NewReceipt,
): Promise<Receipt> {
  const { type, bytes, thumbnail, width, height } = file;
  const hash = hashOf(bytes);
  await takeQuotaTurns(sql, book);
  const [there] = await sql<Receipt[]>`
    select ${receiptColumns(sql)} from receipt r
    where r.book_id = ${book} and r.hash = decode(${hash}, 'hex') and ${
      transaction === undefined
        ? sql`r.transaction_id is null and r.created_by = ${person}`
        : sql`r.transaction_id = ${transaction}`
    }`;
  if (there) return there;
  if ((await bytesInBook(sql, book)) + bytes.length > most) throw new QuotaError();
  await sql`select need_receipt_file(decode(${hash}, 'hex'), ${bytes.length}, ${thumbnail && Buffer.from(thumbnail)})`;
  await store.put(sql, hash, bytes);
  const [made] = await sql<(Receipt & { after: object })[]>`
    insert into receipt as r (book_id, transaction_id, hash, name, type, bytes, width, height, created_by)
    values (${book}, ${transaction ?? null}, decode(${hash}, 'hex'), ${fileName(name)}, ${type}, ${bytes.length},
      ${width}, ${height}, ${person})
    returning ${receiptColumns(sql)}, to_jsonb(r) as after`;
  if (!made) throw new Error('Postgres returned no receipt');
  const { after, ...receipt } = made;
  if (transaction !== undefined)
    await audit(sql, { action: 'add', subject: 'receipt', id: receipt.id, after });
  return receipt;
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
