import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { accountsOf } from '../../../ledger/accounts.ts';
import { acted } from '../../../ledger/begin-and-list-acts.ts';
import { shownCategories } from '../../../ledger/list-categories-with-shown-names.ts';
import { isId } from '../../../ledger/transaction-filter-in-url.ts';
import { NotFoundError } from '../../../plugins/person-and-book-authorization.ts';
import { limits } from '../../../plugins/rate-limit.ts';
import { findRecurring, rowsByPayee } from '../../../schedules/find-recurring.ts';
import { loadComing } from '../../../schedules/load-coming-up.ts';
import { deleteSchedule } from '../../../schedules/write-schedule.ts';
import { todayIn } from '../../../time-zones.ts';
import { afterAct } from '../../../web/done-notice-and-address.ts';
import { changeOf } from '../../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../../web/idempotent-form-schema.ts';
import { inBook } from '../../../web/person-and-book-of-request.ts';
import { say } from '../../../words/say.ts';
import { changingOne } from './change-one-or-later-days-routes.ts';
import { enteringAndSkipping } from './enter-and-skip-routes.ts';
import { existingSchedule } from './find-schedule-or-planned-day.ts';
import { editing } from './form-routes.ts';
import { listPage } from './list-page.ts';
import { InBook, OfSchedule, RefuseForm } from './schema.ts';

/** Routes of what comes again, below `/books/:bookId/schedules`. */
export const schedules: FastifyPluginAsyncTypebox = async (app) => {
  const { database, bookCache } = app;
  const config = { rateLimit: limits.form };

  app.get('/', { schema: { params: InBook } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const today = todayIn(book.timeZone);
    const [[coming, accounts, categories], groups] = await Promise.all([
      database.read(book, (sql) =>
        Promise.all([
          loadComing(sql, book.id, today),
          accountsOf(sql, book.id),
          shownCategories(sql, book.id),
        ]),
      ),
      book.role === 'viewer'
        ? []
        : bookCache.get(book, `transactions:recurring:${today}:1`, 900, (sql) =>
            rowsByPayee(sql, book.id, today),
          ),
    ]);
    const view = { book, csrf: reply.csrf(), locale: person.locale, writing: person, today };
    const page = listPage({
      ...view,
      ...coming,
      known: { accounts, categories },
      found: findRecurring(groups, today),
    });
    return reply.page({ title: say('schedules.title') }, page);
  });

  await app.register(editing);
  await app.register(changingOne);
  await app.register(enteringAndSkipping);

  app.post(
    '/:scheduleId/delete',
    { schema: { params: OfSchedule, body: KeyedForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const remove = acted(async (sql) => {
        await deleteSchedule(sql, book.id, await existingSchedule(sql, book.id, request.params.scheduleId));
      });
      const act = await database.write(changeOf(request), remove);
      return reply.redirect(afterAct(`/books/${book.id}/schedules`, act), 303);
    },
  );

  app.post('/refuse', { schema: { params: InBook, body: RefuseForm }, config }, async (request, reply) => {
    const { book } = inBook(request);
    const { payee } = request.body;
    if (!isId(payee)) throw new NotFoundError(say('payees.unknown'));
    await database.write(changeOf(request), async (sql) => {
      await sql`
        insert into schedule_refused (book_id, payee_id)
        select book_id, id from payee where book_id = ${book.id} and id = ${payee} on conflict do nothing`;
      return '';
    });
    return reply.redirect(`/books/${book.id}/schedules`, 303);
  });
};
