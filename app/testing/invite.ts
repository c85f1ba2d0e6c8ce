import { randomUUID } from 'node:crypto';
import type { Role } from '../plugins/access.ts';
import type { SignedIn } from './start-app.ts';
import { unescaped } from './unescaped.ts';

/** Has an owner make a link to their book, their first unless told otherwise; gives its token. */
export async function invite(owner: SignedIn, role: Role, book = owner.book): Promise<string> {
  const { body } = await owner.post(`/books/${book}/settings/invitations`, { key: randomUUID(), role });
  const token = /\/invitation\?token=([\w-]+)</.exec(unescaped(body))?.[1];
  if (!token) throw new Error(`there is no link in: ${body.slice(0, 500)}`);
  return token;
}
