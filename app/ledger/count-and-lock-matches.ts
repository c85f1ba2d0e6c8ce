import type { TransactionSql } from '../database/connect.ts';
import { findWords } from './find-words-in-names-and-notes.ts';
import type { Rows } from './transaction-filter-in-url.ts';
import { narrow } from './transaction-list.ts';

/** Maximum number of rows that one act changes: what Postgres checks at COMMIT within seconds. */
export const mostAtOnce = 10_000;

/** The rows that a filter matches at one moment. */
export interface Matching {
  readonly count: number;
  /** Digest of the rows and their versions; equal while nobody adds, changes or removes one. */
  readonly mark: string;
}

/** Counts the rows that a filter matches; undefined when they are more than `mostAtOnce`. */
export async function countMatching(
  sql: TransactionSql,
  book: string,
  wanted: Rows,
): Promise<Matching | undefined> {
  const words = await findWords(sql, wanted.text);
  const [row] = await sql<Matching[]>`
    select count(*)::int as count, ${markOf(sql)} as mark from (
      select t.id, t.version from transaction t
      where t.book_id = ${book} ${narrow(sql, book, wanted, words)} limit ${mostAtOnce + 1}
    ) matching`;
  return row && row.count <= mostAtOnce ? row : undefined;
}

/** Locks the rows that a filter matches; undefined when they are more than `mostAtOnce`. */
export async function lockMatching(
  sql: TransactionSql,
  book: string,
  wanted: Rows,
): Promise<(Matching & { readonly ids: readonly string[] }) | undefined> {
  const words = await findWords(sql, wanted.text);
  const [row] = await sql<(Matching & { ids: string[] })[]>`
    with matching as materialized (
      select t.id, t.version from transaction t
      where t.book_id = ${book} ${narrow(sql, book, wanted, words)}
      order by t.id limit ${mostAtOnce + 1} for update
    )
    select count(*)::int as count, ${markOf(sql)} as mark, coalesce(array_agg(id), '{}') as ids from matching`;
  return row && row.count <= mostAtOnce ? row : undefined;
}

/** SQL of a digest that does not depend on the order of rows. */
function markOf(sql: TransactionSql) {
  return sql`coalesce(sum(hashtextextended(id || ' ' || version, 0)), 0)::text`;
}
