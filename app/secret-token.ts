import { createHash, randomBytes } from 'node:crypto';

/** Creates an unguessable token for a link, a cookie or a program: 256 random bits. Only its hash is ever stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Hash of a token, as stored: reading the database opens no link, session or program's door. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
