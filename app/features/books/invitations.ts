import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../../ledger/filter.ts';
import { linkHash } from '../../link-token.ts';
import { NotFoundError, type Role } from '../../plugins/access.ts';

/** A link to the book that somebody can still join by. */
export interface OpenInvitation {
  readonly id: string;
  readonly role: Role;
  /** Name of the owner who made it. */
  readonly madeBy: string;
  readonly endsAt: Date;
}

/** The links to the open book, for its owners; the newest first. */
export async function openInvitations(sql: TransactionSql): Promise<OpenInvitation[]> {
  return sql<OpenInvitation[]>`
    select invitation.id, invitation.role, name_in_book(made_by) as "madeBy", expires_at as "endsAt"
    from invitation join member on member.book_id = invitation.book_id and member.person_id = made_by
    where used_at is null and withdrawn_at is null and expires_at > now() and member.role = 'owner'
    order by invitation.id desc`;
}

/** Makes a link to the open book, good once and for a week. */
export async function makeInvitation(sql: TransactionSql, token: string, role: Role): Promise<void> {
  const [row] = await sql<{ id: string | null }[]>`select make_invitation(${linkHash(token)}, ${role}) as id`;
  if (!row?.id) throw new NotFoundError('There is no such book.');
}

/** Takes a link back: it is worth nothing from then on. */
export async function withdrawInvitation(sql: TransactionSql, id: string): Promise<void> {
  const [row] = isId(id) ? await sql<{ done: boolean }[]>`select withdraw_invitation(${id}) as done` : [];
  if (!row?.done) throw new NotFoundError('There is no such link, or somebody has joined by it already.');
}
