import type { TransactionSql } from '../database/connect.ts';
import { convertFile } from '../receipts/convert/convert-file.ts';
import { databaseStore } from '../receipts/store/database-store.ts';
import { attachReceipts, keepReceipt } from '../receipts/store-and-attach-receipts.ts';
import { photo } from './photo.ts';

interface Sketch {
  readonly book: string;
  readonly person: string;
  readonly transaction: string;
  /** @default 'lunch.jpg' */
  readonly name?: string;
  /** @default a photo of a small size */
  readonly bytes?: Uint8Array;
}

/** Gives a transaction a receipt, in the database; resolves to its id. */
export async function makeReceipt(
  sql: TransactionSql,
  { book, person, transaction, name = 'lunch.jpg', bytes }: Sketch,
): Promise<string> {
  const file = await convertFile(bytes ?? (await photo()));
  const { id } = await keepReceipt(sql, databaseStore(), { book, person, most: 2 ** 40 }, { name, file });
  await attachReceipts(sql, book, person, transaction, [id]);
  return id;
}

/** A PDF of no pages. */
export const smallPdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
