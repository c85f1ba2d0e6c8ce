import type { TransactionSql } from '../database/connect.ts';
import { categoryName, categoryRoles } from './list-categories-with-shown-names.ts';

/** Result of a search for words. */
export interface Found {
  /** LIKE pattern for notes, normalised to plain text. */
  readonly pattern: string;
  /** Ids of payees, categories (with their children), accounts and tags whose name matches. */
  readonly payees: readonly string[];
  readonly categories: readonly string[];
  readonly accounts: readonly string[];
  readonly tags: readonly string[];
  /** Ids of the matching transactions; null when there are so many that scanning the list soon meets them. */
  readonly ids: readonly string[] | null;
}

const few = 1000;

const nothing = { pattern: '', payees: [], categories: [], accounts: [], tags: [] };

/**
 * Searches names first, of which there are thousands, and notes by their trigrams, so that rare words are found without
 * reading the whole book. Common words would match half the book, and are left to the list query. Case, accents and
 * variant spellings of a letter make no difference. A category with a role is found by its name in the reader's language,
 * not by the stored one.
 */
export async function findWords(sql: TransactionSql, text: string | undefined): Promise<Found | undefined> {
  if (!text) return undefined;
  const shown = categoryRoles.map((role) => ({ role, name: categoryName({ role, name: '' }) }));
  const [named = nothing] = await sql<Omit<Found, 'ids'>[]>`
    select pattern, payees, accounts, array(
      select c.id from category c left join jsonb_to_recordset(${sql.json(shown)}) shown (role text, name text) using (role)
      where c.book_id = (select acting_book())
        and case when c.role is null then c.id = any(categories) else plain_text(shown.name) like pattern end
    ) as categories, array(
      select g.id from tag g where g.book_id = (select acting_book()) and plain_text(g.name) like pattern
    ) as tags
    from names_matching(${text})`;
  const { pattern, payees, categories, accounts, tags } = named;
  const rows = await sql<{ id: string }[]>`
    select transactions_having(${pattern}, ${payees}::uuid[], ${categories}::uuid[], ${accounts}::uuid[], ${few + 1}) as id
    union
    (select transaction_id from transaction_tag
      where book_id = (select acting_book()) and tag_id = any(${tags}::uuid[]) limit ${few + 1})`;
  return { ...named, ids: rows.length > few ? null : rows.map((row) => row.id) };
}
