import type { FastifyRequest } from 'fastify';
import { type Act, findAct } from '../../ledger/acts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What was just done, by the `act` of the address; for the notice above the page. */
    act?: Act | undefined;
  }
}

/** Before a page of a book is made: looks up what its address says was just done. */
export async function showAct(request: FastifyRequest): Promise<void> {
  const { act } = request.query as { act?: unknown };
  const { book, server } = request;
  if (request.method !== 'GET' || typeof act !== 'string' || !book) return;
  request.act = await server.database.read(book, (sql) => findAct(sql, book.id, act));
}
