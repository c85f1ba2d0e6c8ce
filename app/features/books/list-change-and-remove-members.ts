import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { NotFoundError, type Role } from '../../plugins/person-and-book-authorization.ts';
import { say } from '../../words/say.ts';

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** Lists the members of the open book. */
export async function membersOf(sql: TransactionSql): Promise<Member[]> {
  return sql<Member[]>`select id, name, email, role from members_of_book()`;
}

/** Finds a member who is no owner: an owner's membership is their own affair. */
export async function otherMember(sql: TransactionSql, person: string): Promise<Member> {
  const found = (await membersOf(sql)).find(({ id, role }) => id === person && role !== 'owner');
  if (!found) throw new NotFoundError(say('books.noSuchMember'));
  return found;
}

/** Changes a member's role, also to owner. */
export async function changeRole(sql: TransactionSql, person: string, role: Role): Promise<void> {
  await done(person, () => sql`select change_role(${person}, ${role}) as done`);
}

/** Removes a member. */
export async function takeOut(sql: TransactionSql, person: string): Promise<void> {
  await done(person, () => sql`select take_out(${person}) as done`);
}

/** Removes the acting person from a book; false when they are its only owner. */
export async function leaveBook(sql: TransactionSql, book: string): Promise<boolean> {
  const [row] = await sql<{ left: boolean }[]>`select leave_book(${book}) as left`;
  return row?.left ?? false;
}

async function done(person: string, change: () => PromiseLike<Iterable<unknown>>): Promise<void> {
  const [row] = (isId(person) ? await change() : []) as Iterable<{ done: boolean }>;
  if (!row?.done) throw new NotFoundError(say('books.noSuchMember'));
}
