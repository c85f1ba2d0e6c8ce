import type { Sql } from './database/connect.ts';
import { linkHash } from './link-token.ts';
import type { Role } from './plugins/access.ts';

/** A one-use link that is worth something still. */
export type Invitation = ToBook | ForFirstPerson;

/** Makes whoever takes it up a member. */
export interface ToBook {
  readonly book: { readonly id: string; readonly name: string };
  /** Name of the owner who made it. */
  readonly inviter: string;
  readonly role: Role;
  /** Role of whoever looks, when they are a member already. */
  readonly ownRole: Role | null;
}

/** Lets the first person of all sign up. */
export interface ForFirstPerson {
  readonly book: null;
}

/**
 * Looks a link up for whoever has it.
 *
 * @param session hash of the token of their session, when they are signed in
 * @returns undefined when the link is worth nothing: all the same whether it was used, taken back, is over, or never was
 */
export async function seeInvitation(
  sql: Sql,
  token: string,
  session: Buffer | null = null,
): Promise<Invitation | undefined> {
  const [row] = await sql<Row[]>`
    select book_id as id, book_name as name, inviter, role, own_role as "ownRole"
    from see_invitation(${linkHash(token)}, ${session})`;
  if (!row) return undefined;
  const { id, name, ...rest } = row;
  return id === null ? { book: null } : { book: { id, name }, ...rest };
}

interface Row extends Omit<ToBook, 'book'> {
  readonly id: string | null;
  readonly name: string;
}
