import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Change } from '../plugins/postgres-transactions.ts';
import { inBook } from './person-and-book-of-request.ts';

/**
 * Builds the change that a form requests. With the key alone, a form resent with other contents (after going back in
 * the browser) would look saved; the fingerprint turns that into an error that says so.
 */
export function changeOf(request: FastifyRequest<{ Body: { readonly key: string } }>): Change {
  const { book } = inBook(request);
  const { key } = request.body;
  return { book, key, fingerprint: fingerprint(request.body) };
}

/** Digest of a form's contents, equal for equal contents; reveals none of them. */
export function fingerprint(body: object): string {
  const contents = Object.entries(body).filter(([name]) => name !== '_csrf' && name !== 'intent');
  return createHash('sha256').update(JSON.stringify(contents.sort())).digest('base64url');
}
