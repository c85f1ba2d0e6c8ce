import type { FastifyRequest } from 'fastify';
import type { Book, Person } from '../plugins/person-and-book-authorization.ts';

/** Person and book of a request; for routes below `/books/:bookId`, where both are set. */
export function inBook(request: FastifyRequest): { readonly person: Person; readonly book: Book } {
  const { person, book } = request;
  if (!person || !book)
    throw new Error(`${request.routeOptions.url} is not registered inside the book scope`);
  return { person, book };
}
