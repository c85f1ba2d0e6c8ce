import type { FastifyRequest } from 'fastify';
import { findAct } from '../../ledger/begin-and-list-acts.ts';
import { amountOfAct, sortedByAct } from '../../ledger/facts-for-act-notice.ts';
import type { ToldAct } from '../../web/act-notice.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The act that the URL's `act` names, for the notice above the page. */
    act?: ToldAct | undefined;
  }
}

/** Hook that looks up the act named in a page's URL. */
export async function showAct(request: FastifyRequest): Promise<void> {
  const { act } = request.query as { act?: unknown };
  const { book, server } = request;
  if (request.method !== 'GET' || typeof act !== 'string' || !book) return;
  request.act = await server.database.read(book, async (sql) => {
    const found = await findAct(sql, book.id, act);
    if (!found) return undefined;
    const isOfOne = found.of !== null && found.rows === null;
    const moved = isOfOne ? await amountOfAct(sql, book.id, act) : undefined;
    const sorted = found.kind === 'edit transaction' ? await sortedByAct(sql, book.id, act) : undefined;
    return { ...found, moved, sorted };
  });
}
