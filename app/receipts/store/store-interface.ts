import type { TransactionSql } from '../../database/connect.ts';

/** Keeps the files of receipts under the SHA-256 of their bytes, as 64 hexadecimal digits; says nothing of whose they are. */
export interface ReceiptStore {
  /** Stores a file, whole or not at all; one that is there already stays. The database's part of it is done in `sql`. */
  put(sql: TransactionSql, hash: string, bytes: Uint8Array): Promise<void>;
  /**
   * Reads one part of a file, all but the last of which have `PART_BYTES`.
   *
   * @param part from 0
   * @returns undefined after the last part, and for a file that is not there
   */
  get(sql: TransactionSql, hash: string, part: number): Promise<Uint8Array | undefined>;
  /** Removes a file; does nothing when it is not there. For the worker and the owner of the database. */
  delete(sql: TransactionSql, hash: string): Promise<void>;
  /** Lists all whole files with their sizes in bytes. For the worker and the owner of the database. */
  list(sql: TransactionSql): Promise<ReadonlyMap<string, number>>;
}

export const PART_BYTES = 2 ** 18;

/** True where there is no room for a file: a full disk, or somebody's share of it. */
export function isStoreFull(error: unknown): boolean {
  return FULL.has((error as { code?: string } | undefined)?.code ?? '');
}

const FULL = new Set(['ENOSPC', 'EDQUOT', '53100']); // 53100: disk_full
