import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../../ledger/filter.ts';
import { NotFoundError } from '../../plugins/access.ts';

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'owner' | 'editor' | 'viewer';
}

/** Nobody with this e-mail has signed up, or they are a member already. */
export class CannotJoinError extends Error {}

export async function membersOf(sql: TransactionSql, book: string): Promise<Member[]> {
  return sql<Member[]>`
    select person.id, person.name, person.email, member.role
    from member join person on person.id = member.person_id
    where member.book_id = ${book} order by member.created_at, person.id`;
}

export async function addMember(
  sql: TransactionSql,
  book: string,
  email: string,
  role: Member['role'],
): Promise<void> {
  const joined = await sql`
    insert into member (book_id, person_id, role)
    select ${book}, id, ${role} from person where lower(email) = lower(${email})
    on conflict do nothing`;
  if (joined.count === 0) {
    throw new CannotJoinError('Nobody with this e-mail has signed up, or they are a member already.');
  }
}

/** Takes a member out; an owner stays, so that a book is never without one. */
export async function removeMember(sql: TransactionSql, book: string, person: string): Promise<void> {
  const removed = isId(person)
    ? await sql`delete from member where book_id = ${book} and person_id = ${person} and role <> 'owner'`
    : { count: 0 };
  if (removed.count === 0) throw new NotFoundError('There is no such member.');
}
