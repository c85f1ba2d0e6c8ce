import type { TransactionSql } from '../database/connect.ts';
import type { Receipt } from './receipt-queries.ts';
import { PART_BYTES, type ReceiptStore } from './store/store-interface.ts';

/** Runs work in a transaction that sees the receipt. */
export type Reading = <T>(work: (sql: TransactionSql) => Promise<T>) => Promise<T>;

/** The file is not where it was kept. */
export class MissingFileError extends Error {
  readonly statusCode = 404;
}

/**
 * Reads a file part by part, each in a transaction of its own and only once it is asked for: however slowly somebody takes
 * it, nobody waits for a connection, and one part is in memory.
 *
 * @throws MissingFileError when the file is not there, or ends too early
 */
export async function* readFile(
  read: Reading,
  store: ReceiptStore,
  { hash, bytes }: Pick<Receipt, 'hash' | 'bytes'>,
): AsyncGenerator<Uint8Array> {
  const parts = Math.ceil(bytes / PART_BYTES);
  for (let part = 0; part < parts; part += 1) {
    const found = await read((sql) => store.get(sql, hash, part));
    if (found === undefined) throw new MissingFileError();
    yield found;
  }
}
