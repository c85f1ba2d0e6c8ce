import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { TransactionSql } from '../../../database/connect.ts';
import { acted } from '../../../ledger/begin-and-list-acts.ts';
import { limits } from '../../../plugins/rate-limit.ts';
import { enter, skip } from '../../../schedules/enter-skip-or-change-occurrence.ts';
import type { Planned } from '../../../schedules/planned-occurrences.ts';
import { noteNext } from '../../../schedules/update-next-due.ts';
import { afterAct } from '../../../web/done-notice-and-address.ts';
import { changeOf } from '../../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../../web/idempotent-form-schema.ts';
import { inBook } from '../../../web/person-and-book-of-request.ts';
import { say } from '../../../words/say.ts';
import { closedAccountProblem } from '../closed-account-problem.ts';
import { existingPlanned } from './find-schedule-or-planned-day.ts';
import { OfOccurrence } from './schema.ts';

/** Routes of the buttons of one day of what comes again: it is entered, or skipped. */
export const enteringAndSkipping: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };

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
