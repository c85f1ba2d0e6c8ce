import type { FastifyRequest } from 'fastify';
import type { Book, Person } from '../plugins/access.ts';

/** Who asks and in which book; for routes below `/books/:bookId`, where both are known. */
export function inBook(request: FastifyRequest): { readonly person: Person; readonly book: Book } {
  const { person, book } = request;
  if (!person || !book) throw new Error(`${request.routeOptions.url} is not registered inside the book scope`);
  return { person, book };
}
