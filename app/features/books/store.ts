import type { TransactionSql } from '../../database/connect.ts';
import { audit } from '../../ledger/audit-trail.ts';
import { takenAsError } from '../../ledger/name-taken-error.ts';
import { NotFoundError, type Role } from '../../plugins/person-and-book-authorization.ts';
import { say } from '../../words/say.ts';
import type { BookSettings } from './read-settings-form.ts';

export interface OwnBook {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly role: Role;
  readonly isSample: boolean;
}

/** Lists the books that the acting person is a member of. */
export async function booksOf(sql: TransactionSql): Promise<OwnBook[]> {
  return sql<OwnBook[]>`
    select book.id, book.name, book.currency, member.role, is_sample_book(book.id) as "isSample"
    from member join book on book.id = member.book_id
    where member.person_id = acting_person()
    order by lower(book.name), book.id`;
}

/**
 * Creates a book owned by the acting person, with the starter categories that the database gives every book.
 *
 * @param key the form's idempotency key: sent twice, it creates one book
 * @returns the book's id
 * @throws NameTakenError
 */
export async function createBook(
  sql: TransactionSql,
  { key, name, currency }: { key: string; name: string; currency: string },
): Promise<string> {
  const [row] = await takenAsError(
    sql<{ id: string }[]>`select create_book(${key}, ${name}, ${currency}) as id`,
  );
  if (!row) throw new Error('Postgres returned no book');
  return row.id;
}

/** Sets the book that the acting person starts with. */
export async function chooseHome(sql: TransactionSql, book: string): Promise<void> {
  const { count } = await sql`
    update person set home_book = ${book}
    where id = acting_person()
      and exists (select from member where book_id = ${book} and person_id = acting_person())`;
  if (count === 0) throw new NotFoundError(say('common.noSuchBook'));
}

/** Updates the settings; writes nothing when they are unchanged. @throws NameTakenError */
export async function changeBook(
  sql: TransactionSql,
  book: string,
  { name, timeZone, monthStart, weekStart }: BookSettings,
): Promise<void> {
  const [row] = await takenAsError(
    sql<{ before: object; after: object }[]>`
      update book set name = ${name}, zone = ${timeZone}, month_start = ${monthStart}, week_start = ${weekStart}
      where id = ${book} and (name, zone, month_start, week_start)
        is distinct from (${name}, ${timeZone}, ${monthStart}::smallint, ${weekStart}::smallint)
      returning to_jsonb(old) as before, to_jsonb(new) as after`,
  );
  if (row)
    await audit(sql, { action: 'edit', subject: 'book', id: book, before: row.before, after: row.after });
}
