import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Book, Person } from '../plugins/person-and-book-authorization.ts';
import type { Change } from '../plugins/postgres-transactions.ts';
import { afterDone } from './done-notice-and-address.ts';

/** Person and book of a request; for routes below `/books/:bookId`, where both are set. */
export function inBook(request: FastifyRequest): { readonly person: Person; readonly book: Book } {
  const { person, book } = request;
  if (!person || !book)
    throw new Error(`${request.routeOptions.url} is not registered inside the book scope`);
  return { person, book };
}

/**
 * Builds the change that a form requests. With the key alone, a form resent with other contents (after going back in
 * the browser) would look saved; the fingerprint turns that into an error that says so.
 */
export function changeOf(request: FastifyRequest<{ Body: { readonly key: string } }>): Change {
  const { book } = inBook(request);
  const { key } = request.body;
  return { book, key, fingerprint: fingerprint(request.body) };
}

/** URL of a page that reports the act just done; an empty `act` reports that nothing was changed. */
export function afterAct(path: string, act: string): string {
  if (act === '') return afterDone(path, 'unchanged');
  const url = new URL(path, 'http://here');
  url.searchParams.set('act', act);
  return `${url.pathname}${url.search}`;
}

/** Digest of a form's contents, equal for equal contents; reveals none of them. */
export function fingerprint(body: object): string {
  const contents = Object.entries(body).filter(([name]) => name !== '_csrf' && name !== 'intent');
  return createHash('sha256').update(JSON.stringify(contents.sort())).digest('base64url');
}
