import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { TransactionSql } from '../../../database/connect.ts';
import { accountsOf } from '../../../ledger/accounts.ts';
import { acted } from '../../../ledger/begin-and-list-acts.ts';
import { shownCategories } from '../../../ledger/categories.ts';
import { isId } from '../../../ledger/transaction-filter-in-url.ts';
import { NotFoundError } from '../../../plugins/person-and-book-authorization.ts';
import { limits } from '../../../plugins/rate-limit.ts';
import { findRecurring, rowsByPayee } from '../../../schedules/find-recurring.ts';
import { loadComing } from '../../../schedules/load-coming-up.ts';
import type { Planned } from '../../../schedules/planned-occurrences.ts';
import { noteNext } from '../../../schedules/update-next-due.ts';
import { enter, skip } from '../../../schedules/write-occurrence.ts';
import { deleteSchedule } from '../../../schedules/write-schedule.ts';
import { todayIn } from '../../../time-zones.ts';
import { afterAct, changeOf, inBook } from '../../../web/book-request.ts';
import { KeyedForm } from '../../../web/idempotent-form-schema.ts';
import { say } from '../../../words/say.ts';
import { closedAccountProblem } from '../closed-account-problem.ts';
import { changingOne } from './change-occurrence-routes.ts';
import { existingPlanned, existingSchedule } from './find-schedule-or-planned-day.ts';
import { editing } from './form-routes.ts';
import { listPage } from './list-page.ts';
import { InBook, OfOccurrence, OfSchedule, RefuseForm } from './schema.ts';

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

  app.post(
    '/:scheduleId/:dueOn/enter',
    { schema: { params: OfOccurrence, body: KeyedForm }, config },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const act = await change(request, async (sql, planned) => {
        await enter(sql, book.id, person.id, planned, 'hand');
        await noteNext(sql, book.id, planned.schedule.id);
      }).catch(closedAccountProblem);
      const list = `/books/${book.id}/schedules`;
      if (typeof act === 'string') return reply.redirect(afterAct(list, act), 303);
      const notice = Object.values(act).join(' ');
      return reply.page(
        { title: say('schedules.title'), status: 422, notice },
        `<p><a href="${list}">${say('schedules.title')}</a></p>`,
      );
    },
  );

  app.post(
    '/:scheduleId/:dueOn/skip',
    { schema: { params: OfOccurrence, body: KeyedForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const act = await change(request, (sql, planned) => skip(sql, book.id, planned));
      return reply.redirect(afterAct(`/books/${book.id}/schedules`, act), 303);
    },
  );

  /** Changes one day of a schedule that is waiting; resolves to the act. */
  function change(
    request: FastifyRequest<{ Params: { scheduleId: string; dueOn: string }; Body: { key: string } }>,
    work: (sql: TransactionSql, planned: Planned) => Promise<unknown>,
  ): Promise<string> {
    const { book } = inBook(request);
    const { scheduleId, dueOn } = request.params;
    const does = acted(async (sql) => work(sql, await existingPlanned(sql, book.id, scheduleId, dueOn)));
    return database.write(changeOf(request), does);
  }
};
