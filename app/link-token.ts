import { createHash, randomBytes } from 'node:crypto';

/** Creates the unguessable token of a one-use link: 256 random bits, for its query. Only its hash is ever stored. */
export function newLinkToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Hash of a link's token: what is stored, so that reading the database opens no link. */
export function linkHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
