import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../../ledger/filter.ts';
import { NotFoundError } from '../../plugins/access.ts';

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'owner' | 'editor' | 'viewer';
}

/** Who shares the open book. */
export async function membersOf(sql: TransactionSql): Promise<Member[]> {
  return sql<Member[]>`select id, name, email, role from members_of_book()`;
}

/** Takes a member out; an owner stays, so that a book is never without one. */
export async function removeMember(sql: TransactionSql, book: string, person: string): Promise<void> {
  const removed = isId(person)
    ? await sql`delete from member where book_id = ${book} and person_id = ${person} and role <> 'owner'`
    : { count: 0 };
  if (removed.count === 0) throw new NotFoundError('There is no such member.');
}
