import type { Sql } from './database/connect.ts';
import type { Role } from './plugins/person-and-book-authorization.ts';
import { tokenHash } from './secret-token.ts';

/** An invitation link that is still valid. */
export type Invitation = ToBook | ForFirstPerson;

/** Makes the person who accepts it a member of a book. */
export interface ToBook {
  readonly book: { readonly id: string; readonly name: string };
  /** Name of the owner who made it. */
  readonly inviter: string;
  readonly role: Role;
  /** Role of the viewer when they are a member already. */
  readonly ownRole: Role | null;
}

/** Lets the very first person sign up. */
export interface ForFirstPerson {
  readonly book: null;
}

/**
 * Looks up an invitation link.
 *
 * @param session hash of the viewer's session token, when they are signed in
 * @returns undefined when the link is invalid, with no difference between used, withdrawn, expired and never made
 */
export async function findInvitation(
  sql: Sql,
  token: string,
  session: Buffer | null = null,
): Promise<Invitation | undefined> {
  const [row] = await sql<Row[]>`
    select book_id as id, book_name as name, inviter, role, own_role as "ownRole"
    from see_invitation(${tokenHash(token)}, ${session})`;
  if (!row) return undefined;
  const { id, name, ...rest } = row;
  return id === null ? { book: null } : { book: { id, name }, ...rest };
}

interface Row extends Omit<ToBook, 'book'> {
  readonly id: string | null;
  readonly name: string;
}
