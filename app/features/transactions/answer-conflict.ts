import type { FastifyReply, FastifyRequest } from 'fastify';
import { todayIn } from '../../calendar.ts';
import { NotFoundError } from '../../plugins/access.ts';
import type { Database } from '../../plugins/postgres.ts';
import { inBook } from '../../web/in-book.ts';
import { conflictPage, type Version } from './conflict-page.ts';
import { draftOfTransaction } from './draft.ts';
import { loadForm } from './load.ts';
import { lastChange } from './store.ts';

/** The 409 page: what the person wanted beside what somebody else has saved. */
export async function answerConflict(
  request: FastifyRequest,
  reply: FastifyReply,
  database: Database,
  id: string,
  list: string,
  mine: Version | null,
) {
  const { person, book } = inBook(request);
  const today = todayIn(book.timeZone);
  const [{ known, stored }, changed] = await database.read(book, (sql) =>
    Promise.all([loadForm(sql, book.id, today, id), lastChange(sql, book.id, id)]),
  );
  if (!stored && !changed) throw new NotFoundError('There is no such transaction.'); // and there never was one
  const view = {
    book: book.id,
    list,
    csrf: reply.csrf(),
    writing: person,
    timeZone: book.timeZone,
    id,
    known,
    mine,
    theirs: stored
      ? {
          draft: draftOfTransaction(stored, { ...person, today }),
          bookedOn: stored.bookedOn,
          version: stored.version,
        }
      : null,
    changed,
  };
  return reply.page({ title: 'Changed meanwhile', active: 'transactions', status: 409 }, conflictPage(view));
}
