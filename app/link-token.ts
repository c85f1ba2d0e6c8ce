import { createHash, randomBytes } from 'node:crypto';

/** What cannot be guessed of a new one-use link: 256 random bits, for its query. Only its hash is ever stored. */
export function newLinkToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a link: who reads the database cannot open it. */
export function linkHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
