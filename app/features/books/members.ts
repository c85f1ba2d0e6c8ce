import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../../ledger/filter.ts';
import { NotFoundError, type Role } from '../../plugins/access.ts';

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** Who shares the open book. */
export async function membersOf(sql: TransactionSql): Promise<Member[]> {
  return sql<Member[]>`select id, name, email, role from members_of_book()`;
}

/** One of the others; an owner's membership is their own affair. */
export async function otherMember(sql: TransactionSql, person: string): Promise<Member> {
  const found = (await membersOf(sql)).find(({ id, role }) => id === person && role !== 'owner');
  if (!found) throw new NotFoundError('There is no such member.');
  return found;
}

/** Gives a member another role, that of an owner too. */
export async function changeRole(sql: TransactionSql, person: string, role: Role): Promise<void> {
  await done(person, () => sql`select change_role(${person}, ${role}) as done`);
}

/** Takes a member out. */
export async function takeOut(sql: TransactionSql, person: string): Promise<void> {
  await done(person, () => sql`select take_out(${person}) as done`);
}

/** Takes the acting person out of a book; false where they are its only owner. */
export async function leaveBook(sql: TransactionSql, book: string): Promise<boolean> {
  const [row] = await sql<{ left: boolean }[]>`select leave_book(${book}) as left`;
  return row?.left ?? false;
}

async function done(person: string, change: () => PromiseLike<Iterable<unknown>>): Promise<void> {
  const [row] = (isId(person) ? await change() : []) as Iterable<{ done: boolean }>;
  if (!row?.done) throw new NotFoundError('There is no such member.');
}
