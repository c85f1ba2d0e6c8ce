import type { TransactionSql } from '../../database/connect.ts';
import { audit } from '../../ledger/audit-trail.ts';
import { takenAsError } from '../../ledger/name-taken-error.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { say } from '../../words/say.ts';

export interface NewCategory {
  readonly name: string;
  readonly kind: 'spent' | 'received';
  /** Null for a top-level category. */
  readonly parent: string | null;
}

export async function addCategory(sql: TransactionSql, book: string, category: NewCategory): Promise<string> {
  const { name, kind, parent } = category;
  const [row] = await takenAsError(
    sql<{ id: string; after: object }[]>`
      insert into category (book_id, parent_id, kind, name) values (${book}, ${parent}, ${kind}, ${name})
      returning id, to_jsonb(category) as after`,
  );
  if (!row) throw new Error('Postgres returned no category');
  await audit(sql, { action: 'add', subject: 'category', id: row.id, after: row.after });
  return row.id;
}

/**
 * Renames a category; those with a role keep their name. Writes nothing when the name is unchanged.
 *
 * @throws NameTakenError
 */
export async function renameCategory(
  sql: TransactionSql,
  book: string,
  id: string,
  name: string,
): Promise<void> {
  if (!isId(id)) throw new NotFoundError(say('categories.unknown'));
  const [row] = await takenAsError(
    sql<{ before: object; after: object }[]>`
      update category set name = ${name} where book_id = ${book} and id = ${id} and role is null and name <> ${name}
      returning to_jsonb(old) as before, to_jsonb(new) as after`,
  );
  if (!row) return found(sql, book, id);
  await audit(sql, { action: 'edit', subject: 'category', id, before: row.before, after: row.after });
}

/** Checks that the category exists. @throws NotFoundError */
async function found(sql: TransactionSql, book: string, id: string): Promise<void> {
  const rows = await sql`select from category where book_id = ${book} and id = ${id} and role is null`;
  if (rows.length === 0) throw new NotFoundError(say('categories.unknown'));
}
