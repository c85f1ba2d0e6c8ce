import type { FastifyRequest } from 'fastify';
import { type Day, dayName } from '../../calendar.ts';
import { inBook } from '../../web/in-book.ts';
import { bookedOnBy } from './store.ts';

/** Says beside "Saved" that the row is dated ahead, where it is; nothing of all others. */
export async function aheadNotice(
  request: FastifyRequest,
  today: Day,
): Promise<{ readonly notice?: string }> {
  const { act, server } = request;
  if (act?.kind !== 'add transaction' && act?.kind !== 'edit transaction') return {};
  const { person, book } = inBook(request);
  const day = await server.database.read(book, (sql) => bookedOnBy(sql, book.id, act.id));
  return day !== undefined && day > today
    ? { notice: `It is dated ahead and counts from ${dayName(day, person)}.` }
    : {};
}
