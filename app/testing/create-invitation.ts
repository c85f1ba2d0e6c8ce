import { randomUUID } from 'node:crypto';
import type { Role } from '../plugins/person-and-book-authorization.ts';
import type { SignedIn } from './start-app.ts';
import { unescapeMarkup } from './unescape-character-references.ts';

/** Creates an invitation link to an owner's book, by default their first; resolves to its token. */
export async function invite(owner: SignedIn, role: Role, book = owner.book): Promise<string> {
  const { body } = await owner.post(`/books/${book}/settings/invitations`, { key: randomUUID(), role });
  const token = /\/invitation\?token=([\w-]+)</.exec(unescapeMarkup(body))?.[1];
  if (!token) throw new Error(`there is no link in: ${body.slice(0, 500)}`);
  return token;
}
