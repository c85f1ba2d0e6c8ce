import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import type { Database } from '../../plugins/postgres-transactions.ts';
import { todayIn } from '../../time-zones.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { conflictPage, type Version } from './conflict-page.ts';
import { draftOfTransaction } from './form-draft.ts';
import { loadForm } from './load-form-data.ts';
import { lastChange } from './query-last-change.ts';

/** Sends the 409 page: the person's version next to the one that somebody else has saved. */
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
  if (!stored && !changed) throw new NotFoundError(say('transactions.unknown')); // it never existed
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
  const title = say('transactions.changedMeanwhile');
  return reply.page({ title, active: 'transactions', status: 409 }, conflictPage(view));
}
