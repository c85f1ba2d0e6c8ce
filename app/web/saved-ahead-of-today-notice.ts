import type { FastifyRequest } from 'fastify';
import type { Day } from '../calendar.ts';
import { dayName } from '../format-days-and-times.ts';
import { bookedOnBy } from '../ledger/facts-for-act-notice.ts';
import { say } from '../words/say.ts';
import { inBook } from './person-and-book-of-request.ts';

/** Notice next to "Saved" when the transaction is dated ahead; empty otherwise. */
export async function aheadNotice(
  request: FastifyRequest,
  today: Day,
): Promise<{ readonly notice?: string }> {
  const { act, server } = request;
  if (act?.kind !== 'add transaction' && act?.kind !== 'edit transaction') return {};
  const { person, book } = inBook(request);
  const day = await server.database.read(book, (sql) => bookedOnBy(sql, book.id, act.id));
  return day !== undefined && day > today
    ? { notice: say('web.datedAhead', { day: dayName(day, person) }) }
    : {};
}
