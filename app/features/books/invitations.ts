import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { NotFoundError, type Role } from '../../plugins/person-and-book-authorization.ts';
import { tokenHash } from '../../secret-token.ts';
import { say } from '../../words/say.ts';

/** An invitation link to the book that is still valid. */
export interface OpenInvitation {
  readonly id: string;
  readonly role: Role;
  /** Name of the owner who created it. */
  readonly madeBy: string;
  readonly endsAt: Date;
}

/** Lists the links to the open book, newest first; owners only. */
export async function openInvitations(sql: TransactionSql): Promise<OpenInvitation[]> {
  return sql<OpenInvitation[]>`
    select invitation.id, invitation.role, name_in_book(made_by) as "madeBy", expires_at as "endsAt"
    from invitation join member on member.book_id = invitation.book_id and member.person_id = made_by
    where used_at is null and withdrawn_at is null and expires_at > now() and member.role = 'owner'
    order by invitation.id desc`;
}

/** Creates a link to the open book, valid once and for a week. */
export async function makeInvitation(sql: TransactionSql, token: string, role: Role): Promise<void> {
  const [row] = await sql<
    { id: string | null }[]
  >`select make_invitation(${tokenHash(token)}, ${role}) as id`;
  if (!row?.id) throw new NotFoundError(say('common.noSuchBook'));
}

/** Withdraws a link: it is invalid from then on. */
export async function withdrawInvitation(sql: TransactionSql, id: string): Promise<void> {
  const [row] = isId(id) ? await sql<{ done: boolean }[]>`select withdraw_invitation(${id}) as done` : [];
  if (!row?.done) throw new NotFoundError(say('books.noSuchLink'));
}
