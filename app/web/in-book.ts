import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Book, Person } from '../plugins/access.ts';
import type { Change } from '../plugins/postgres.ts';
import { afterDone } from './done.ts';

/** Who asks and in which book; for routes below `/books/:bookId`, where both are known. */
export function inBook(request: FastifyRequest): { readonly person: Person; readonly book: Book } {
  const { person, book } = request;
  if (!person || !book)
    throw new Error(`${request.routeOptions.url} is not registered inside the book scope`);
  return { person, book };
}

/**
 * The change that a form asks for. The key alone would make a form that is sent again with other contents (after
 * going back in the browser) look saved; the fingerprint makes that an error that says so.
 */
export function changeOf(request: FastifyRequest<{ Body: { readonly key: string } }>): Change {
  const { book } = inBook(request);
  const { key } = request.body;
  return { book, key, fingerprint: fingerprint(request.body) };
}

/** The address of a page that tells what was just done; `act` is empty where nothing was changed, and then it says that. */
export function afterAct(path: string, act: string): string {
  if (act === '') return afterDone(path, 'unchanged');
  const url = new URL(path, 'http://here');
  url.searchParams.set('act', act);
  return `${url.pathname}${url.search}`;
}

/** The same for the same contents; tells nothing of them. */
export function fingerprint(body: object): string {
  const contents = Object.entries(body).filter(([name]) => name !== '_csrf' && name !== 'intent');
  return createHash('sha256').update(JSON.stringify(contents.sort())).digest('base64url');
}
