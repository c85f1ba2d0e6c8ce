import type { TransactionSql } from '../database/connect.ts';

/** What is known of the words that somebody searches for. */
export interface Found {
  readonly pattern: string;
  /** The rows that have them; null when these are so many that walking down the list meets them soon. */
  readonly ids: readonly string[] | null;
}

const few = 1000;

/**
 * Asks the trigram index first, so that rare words are found without reading the whole book. Common words would give
 * half the book, and are left to the list itself.
 */
export async function findWords(sql: TransactionSql, text: string | undefined): Promise<Found | undefined> {
  if (!text) return undefined;
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const rows = await sql<{ id: string }[]>`select transactions_matching(${pattern}, ${few + 1}) as id`;
  return { pattern, ids: rows.length > few ? null : rows.map((row) => row.id) };
}
