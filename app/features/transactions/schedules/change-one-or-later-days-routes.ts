import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { Day } from '../../../calendar.ts';
import { acted } from '../../../ledger/begin-and-list-acts.ts';
import { limits } from '../../../plugins/rate-limit.ts';
import { changeOne } from '../../../schedules/enter-skip-or-change-occurrence.ts';
import { asTransaction } from '../../../schedules/entry-shown-as-transaction.ts';
import type { Schedule } from '../../../schedules/list-and-find-schedules.ts';
import { dueDays, type Recurrence } from '../../../schedules/recurrence.ts';
import type { ComesAgain } from '../../../schedules/stored-entry.ts';
import { changeLater } from '../../../schedules/write-schedule.ts';
import { todayIn } from '../../../time-zones.ts';
import { afterAct } from '../../../web/done-notice-and-address.ts';
import { changeOf } from '../../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../../web/person-and-book-of-request.ts';
import { say } from '../../../words/say.ts';
import { draftToEntry } from '../draft-to-entry.ts';
import { draftAgain } from '../entry-or-form-again.ts';
import { draftOfForm, draftOfTransaction } from '../form-draft.ts';
import { loadForm } from '../load-form-data.ts';
import { type OccurrenceView, occurrencePage } from './change-one-or-later-days-page.ts';
import { existingPlanned } from './find-schedule-or-planned-day.ts';
import { OccurrenceForm, OfOccurrence } from './schema.ts';

/** Routes of the form of one day of what comes again: it alone is changed, or it and all later ones. */
export const changingOne: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.get(
    '/:scheduleId/:dueOn',
    { schema: { params: OfOccurrence }, config: { forEditors: true } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { scheduleId, dueOn } = request.params;
      const today = todayIn(book.timeZone);
      const [planned, loaded] = await database.read(book, (sql) =>
        Promise.all([existingPlanned(sql, book.id, scheduleId, dueOn), loadForm(sql, book.id, today)]),
      );
      const typist = { locale: person.locale, dateFormat: person.dateFormat, today };
      const draft = draftOfTransaction(asTransaction(planned.entry, loaded.known), typist);
      const view = { ...loaded, book: book.id, csrf: reply.csrf(), locale: person.locale, draft };
      return show(reply, { ...view, schedule: scheduleId, dueOn, which: 'this' }, 200);
    },
  );

  app.post(
    '/:scheduleId/:dueOn',
    {
      schema: { params: OfOccurrence, body: OccurrenceForm },
      config: { rateLimit: limits.form, shownBy: 'count' },
    },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { scheduleId, dueOn } = request.params;
      const { key, intent, which } = request.body;
      const today = todayIn(book.timeZone);
      const draft = draftOfForm(request.body, { ...person, today });
      const loaded = await database.read(book, async (sql) => {
        await existingPlanned(sql, book.id, scheduleId, dueOn);
        return loadForm(sql, book.id, today, undefined, draft);
      });
      const { known } = loaded;
      const ours = { book: book.id, csrf: reply.csrf(), locale: person.locale, key, draft };
      const view: OccurrenceView = { ...loaded, ...ours, schedule: scheduleId, dueOn, which };
      const again = draftAgain({ ...loaded, draft }, intent);
      if (again) return show(reply, { ...view, draft: again.draft }, 200, again.notice);
      const read = draftToEntry(draft, known);
      if ('problems' in read) return show(reply, { ...view, problems: read.problems }, 422);
      const entry = read.entry as ComesAgain; // the form has no opening
      const change = acted(async (sql) => {
        const planned = await existingPlanned(sql, book.id, scheduleId, dueOn);
        if (which === 'this') return changeOne(sql, book.id, planned, entry);
        const { schedule } = planned;
        const { amount, enters } = schedule;
        const recurrence = recurrenceFrom(schedule, dueOn, entry);
        return changeLater(sql, book.id, person.id, schedule.id, dueOn, {
          entry,
          amount,
          enters,
          recurrence,
        });
      });
      const act = await database.write(changeOf(request), change);
      return reply.redirect(afterAct(`/books/${book.id}/schedules`, act), 303);
    },
  );
};

/** How a schedule goes on from one of its days: as it did, or from another day with what is left of its times. */
function recurrenceFrom({ recurrence }: Schedule, dueOn: Day, { bookedOn: first }: ComesAgain): Recurrence {
  if (first === dueOn) return recurrence;
  const { times } = recurrence;
  if (times === undefined) return { ...recurrence, first };
  return { ...recurrence, first, times: times - dueDays(recurrence, { next: dueOn }).length };
}

function show(reply: FastifyReply, view: OccurrenceView, status: number, notice?: string) {
  return reply.page(
    { title: say('schedules.changeOne'), status, ...(notice !== undefined && { notice }) },
    occurrencePage(view),
  );
}
