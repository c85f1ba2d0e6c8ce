import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Day, dayAfter, isDay } from '../../../calendar.ts';
import { dayText } from '../../../day-field-text.ts';
import { acted } from '../../../ledger/begin-and-list-acts.ts';
import { limits } from '../../../plugins/rate-limit.ts';
import { asTransaction } from '../../../schedules/entry-shown-as-transaction.ts';
import { plannedOn } from '../../../schedules/planned-occurrences.ts';
import { addSchedule, changeSchedule } from '../../../schedules/write-schedule.ts';
import { todayIn } from '../../../time-zones.ts';
import { afterAct } from '../../../web/done-notice-and-address.ts';
import { changeOf } from '../../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../../web/person-and-book-of-request.ts';
import { say } from '../../../words/say.ts';
import { draftAgain } from '../entry-or-form-again.ts';
import { draftOfTransaction, emptyDraft } from '../form-draft.ts';
import { loadForm } from '../load-form-data.ts';
import { readSchedule } from './draft-to-schedule.ts';
import { existingSchedule } from './find-schedule-or-planned-day.ts';
import { type FormView, formPage } from './form-page.ts';
import { draftOfSchedule, emptySchedule, scheduleDraftOfForm } from './schedule-form-draft-as-typed.ts';
import { nextDaysWords } from './schedule-words.ts';
import { InBook, NewQuery, OfSchedule, ScheduleForm } from './schema.ts';

/** Routes of the form of what comes again: to add it, and to change all of it that is still to come. */
export const editing: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };

  app.get(
    '/new',
    { schema: { params: InBook, querystring: NewQuery }, config: { forEditors: true } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { like, unit, every } = request.query;
      const today = todayIn(book.timeZone);
      const loaded = await database.read(book, (sql) => loadForm(sql, book.id, today, like));
      const { stored, usualAccount } = loaded;
      const typist = { locale: person.locale, dateFormat: person.dateFormat, today };
      const row =
        stored && stored.kind !== 'opening'
          ? { ...draftOfTransaction(stored, typist), pending: false, pendingTo: false }
          : { ...emptyDraft, ...typist, bookedOn: dayText(today, typist), account: usualAccount };
      const known = (['week', 'month', 'year'] as const).find((one) => one === unit) ?? emptySchedule.unit;
      const after = stored?.bookedOn ?? '';
      const draft = { ...emptySchedule, unit: known, every: every ?? '1', after, row };
      return show(reply, { ...loaded, book: book.id, csrf: reply.csrf(), locale: person.locale, draft }, 200);
    },
  );

  app.get(
    '/:scheduleId',
    { schema: { params: OfSchedule }, config: { forEditors: true } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const today = todayIn(book.timeZone);
      const [schedule, loaded] = await database.read(book, (sql) =>
        Promise.all([
          existingSchedule(sql, book.id, request.params.scheduleId),
          loadForm(sql, book.id, today),
        ]),
      );
      const { recurrence } = schedule;
      const { entry } = plannedOn({ ...schedule, amount: 'fixed' }, recurrence.first); // with the amount that was typed
      const typist = { locale: person.locale, dateFormat: person.dateFormat, today };
      const row = draftOfTransaction(asTransaction(entry, loaded.known), typist);
      const view = { ...loaded, book: book.id, csrf: reply.csrf(), locale: person.locale };
      return show(reply, { ...view, draft: draftOfSchedule(schedule, row), editing: schedule.id }, 200);
    },
  );

  app.post(
    '/',
    { schema: { params: InBook, body: ScheduleForm }, config: { ...config, shownBy: 'count' } },
    (request, reply) => save(request, reply, request.body, undefined),
  );
  app.post(
    '/:scheduleId',
    { schema: { params: OfSchedule, body: ScheduleForm }, config: { ...config, shownBy: 'count' } },
    (request, reply) => save(request, reply, request.body, request.params.scheduleId),
  );

  async function save(
    request: FastifyRequest<{ Body: ScheduleForm }>,
    reply: FastifyReply,
    form: ScheduleForm,
    id: string | undefined,
  ) {
    const { person, book } = inBook(request);
    const { key, intent } = form;
    const today = todayIn(book.timeZone);
    const draft = scheduleDraftOfForm(form, { ...person, today });
    const loaded = await database.read(book, async (sql) => {
      if (id !== undefined) await existingSchedule(sql, book.id, id);
      return loadForm(sql, book.id, today, undefined, draft.row);
    });
    const view: FormView = {
      ...loaded,
      ...{ book: book.id, csrf: reply.csrf(), locale: person.locale, key, draft, editing: id },
    };
    const read = readSchedule(draft, loaded.known);
    const since = 'schedule' in read ? sinceOf(read.schedule.recurrence.first, today, draft.after) : today;
    const again = draftAgain({ ...loaded, draft: draft.row }, intent);
    if (again) {
      const nextDays = 'schedule' in read ? nextDaysWords(read.schedule.recurrence, since, person) : [];
      return show(reply, { ...view, draft: { ...draft, row: again.draft }, nextDays }, 200, again.notice);
    }
    if ('problems' in read) return show(reply, { ...view, problems: read.problems }, 422);
    const write = acted((sql) =>
      id === undefined
        ? addSchedule(sql, book.id, person.id, read.schedule, since)
        : changeSchedule(sql, book.id, id, read.schedule),
    );
    const act = await database.write(changeOf(request), write);
    return reply.redirect(afterAct(`/books/${book.id}/schedules`, act), 303);
  }
};

/** First day on which a new schedule may enter anything: what was before today, or is the row it was made of, stands already. */
function sinceOf(first: Day, today: Day, after: string): Day {
  return [first, today, ...(isDay(after) ? [dayAfter(after)] : [])].toSorted().at(-1) ?? first;
}

function show(reply: FastifyReply, view: FormView, status: number, notice?: string) {
  const title = say(view.editing === undefined ? 'schedules.add' : 'schedules.edit');
  return reply.page({ title, status, ...(notice !== undefined && { notice }) }, formPage(view));
}
