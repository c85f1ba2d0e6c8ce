import type { TransactionSql } from '../database/connect.ts';

/** What is known of the words that somebody searches for. */
export interface Found {
  /** For notes, in plain text. */
  readonly pattern: string;
  /** Payees, categories with all below them, and accounts that have the words in their name. */
  readonly payees: readonly string[];
  readonly categories: readonly string[];
  readonly accounts: readonly string[];
  /** The rows that have them; null when these are so many that walking down the list meets them soon. */
  readonly ids: readonly string[] | null;
}

const few = 1000;

const nothing = { pattern: '', payees: [], categories: [], accounts: [] };

/**
 * Asks names first, of which there are thousands, and notes by their trigrams, so that rare words are found without
 * reading the whole book. Common words would give half the book, and are left to the list itself. Case, accents and ways
 * of writing the same letter make no difference.
 */
export async function findWords(sql: TransactionSql, text: string | undefined): Promise<Found | undefined> {
  if (!text) return undefined;
  const [named = nothing] = await sql<Omit<Found, 'ids'>[]>`
    select pattern, payees, categories, accounts from names_matching(${text})`;
  const { pattern, payees, categories, accounts } = named;
  const rows = await sql<{ id: string }[]>`
    select transactions_having(${pattern}, ${payees}::uuid[], ${categories}::uuid[], ${accounts}::uuid[], ${few + 1}) as id`;
  return { ...named, ids: rows.length > few ? null : rows.map((row) => row.id) };
}
