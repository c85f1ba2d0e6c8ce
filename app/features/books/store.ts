import type { Sql, TransactionSql } from '../../database/connect.ts';
import { audit } from '../../ledger/audit.ts';

export interface OwnBook {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly role: 'owner' | 'editor' | 'viewer';
}

export async function booksOf(sql: Sql, person: string): Promise<OwnBook[]> {
  return sql<OwnBook[]>`
    select book.id, book.name, book.currency, member.role
    from member join book on book.id = member.book_id
    where member.person_id = ${person}
    order by lower(book.name), book.id`;
}

/**
 * A book of the person's own, with the starter set that the database gives every book. The form's key becomes the
 * book's id, for there is no book yet to keep the key in: sending the form twice makes one book.
 */
export async function createBook(
  sql: Sql,
  person: string,
  book: { id: string; name: string; currency: string },
): Promise<void> {
  const { id, name, currency } = book;
  await sql.begin(async (tx) => {
    await tx`select set_config('app.book_id', ${id}, true), set_config('app.person_id', ${person}, true)`;
    const made = await tx<{ after: object }[]>`
      insert into book (id, name, currency) values (${id}, ${name}, ${currency})
      on conflict (id) do nothing returning to_jsonb(book) as after`;
    if (!made[0]) return;
    await tx`insert into member (book_id, person_id, role) values (${id}, ${person}, 'owner')`;
    await audit(tx, { action: 'add', subject: 'book', id, after: made[0].after });
  });
}

export async function renameBook(sql: TransactionSql, book: string, name: string): Promise<void> {
  const [row] = await sql<{ before: object; after: object }[]>`
    update book set name = ${name} where id = ${book} returning to_jsonb(old) as before, to_jsonb(new) as after`;
  if (row)
    await audit(sql, { action: 'edit', subject: 'book', id: book, before: row.before, after: row.after });
}
