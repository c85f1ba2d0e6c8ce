import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { putUndoJob } from '../../imports/request-and-cancel-worker-jobs.ts';
import { hasChangesBeforeActs, listActs } from '../../ledger/begin-and-list-acts.ts';
import { undoAct } from '../../ledger/undo.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { localPath } from '../../web/local-path.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { activityPage, leftPage } from './page.ts';
import { ActivityQuery, InBook, OfAct, UndoForm } from './schema.ts';

const rowsOnPage = 50;

/** Routes of the activity and of undo, below `/books/:bookId/activity`. */
export const activity: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.get('/', { schema: { params: InBook, querystring: ActivityQuery } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const { before } = request.query;
    const [found, begun] = await database.read(book, (sql) =>
      Promise.all([
        listActs(sql, book.id, { before, limit: rowsOnPage }),
        hasChangesBeforeActs(sql, book.id),
      ]),
    );
    const acts = found.slice(0, rowsOnPage);
    const older = found.length > rowsOnPage ? (acts.at(-1)?.id ?? null) : null;
    const view = { book, writing: person, timeZone: book.timeZone, csrf: reply.csrf(), acts, older, begun };
    return reply.page({ title: say('activity.title') }, activityPage(view));
  });

  app.post(
    '/:actId/undo',
    { schema: { params: OfAct, body: UndoForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { book } = inBook(request);
      const { actId } = request.params;
      const done = await database.write(changeOf(request), async (sql) => {
        const large = await putUndoJob(sql, book.id, actId);
        return large === undefined ? undoAct(sql, book.id, actId) : { large };
      });
      if ('large' in done) return reply.redirect(`/books/${book.id}/imports/${done.large}`, 303);
      const { act, count, left } = done;
      if (left.length > 0) {
        const status = count === 0 ? 409 : 200;
        return reply.page({ title: say('activity.undo'), status }, leftPage(book.id, count, left));
      }
      const { back = '' } = request.body;
      const home = `/books/${book.id}`;
      const target = localPath(back);
      if (act === null) throw new NotFoundError(say('activity.undoneAlready'));
      return reply.redirect(afterAct(target.startsWith(`${home}/`) ? target : `${home}/activity`, act), 303);
    },
  );
};
