import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { isDay, todayIn } from '../../calendar.ts';
import { dayText } from '../../day-text.ts';
import { acted } from '../../ledger/acts.ts';
import { addTransaction } from '../../ledger/write-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct, changeOf, inBook } from '../../web/in-book.ts';
import { closedAsProblem } from './closed-as-problem.ts';
import { aheadNotice } from './dated-ahead.ts';
import { type Draft, draftOfForm, draftOfTransaction, emptyDraft, type Typist } from './draft.ts';
import { formPage } from './form-page.ts';
import { type Loaded, loadForm } from './load.ts';
import { readForm } from './read-form.ts';
import { InBook, NewQuery, TransactionForm } from './schema.ts';

/** Adding a transaction. */
export const adding: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const page = { title: 'Add', active: 'add' };

  app.get(
    '/new',
    { schema: { params: InBook, querystring: NewQuery }, config: { forEditors: true } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const today = todayIn(book.timeZone);
      const { copy } = request.query;
      const loaded = await database.read(book, (sql) => loadForm(sql, book.id, today, copy));
      const { stored } = loaded;
      const draft =
        stored && stored.kind !== 'opening'
          ? {
              ...draftOfTransaction(stored, { ...person, today }),
              bookedOn: dayText(today, person),
              pending: false,
              pendingTo: false,
            }
          : newDraft(request.query, loaded, { ...person, today });
      const form = formPage({ ...loaded, book: book.id, locale: person.locale, csrf: reply.csrf(), draft });
      return reply.page({ ...page, ...(await aheadNotice(request, today)) }, form);
    },
  );

  app.post(
    '/',
    {
      schema: { params: InBook, body: TransactionForm },
      config: { rateLimit: limits.form, shownBy: 'count' },
    },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { key, intent } = request.body;
      const today = todayIn(book.timeZone);
      const draft = draftOfForm(request.body, { ...person, today });
      const loaded = await database.read(book, (sql) => loadForm(sql, book.id, today));
      const view = { ...loaded, book: book.id, locale: person.locale, csrf: reply.csrf(), key, draft };
      const read = readForm(view, intent);
      if ('form' in read) return reply.page({ ...page, ...read.options }, read.form);
      const add = acted((sql) => addTransaction(sql, book.id, person.id, read.entry));
      const act = await database.write(changeOf(request), add).catch(closedAsProblem);
      if (typeof act === 'object') {
        return reply.page({ ...page, status: 422 }, formPage({ ...view, problems: act }));
      }
      return reply.redirect(
        afterAct(nextAddress(book.id, { ...draft, bookedOn: read.entry.bookedOn }, intent), act),
        303,
      ); // so that a reload does not post twice
    },
  );
};

type Query = Partial<Record<'kind' | 'account' | 'on', string>>;

function newDraft({ kind, account, on = '' }: Query, { known, usualAccount }: Loaded, typist: Typist): Draft {
  const { locale, dateFormat, today } = typist;
  const usual = known.accounts.find((one) => one.id === account)?.id ?? usualAccount;
  const wanted = kind === 'received' || kind === 'moved' ? kind : 'spent';
  return {
    ...{ ...emptyDraft, locale, dateFormat, today, kind: wanted },
    bookedOn: dayText(isDay(on) ? on : today, typist),
    ...(wanted === 'moved'
      ? { from: usual, to: known.accounts.find((one) => one.id !== usual)?.id ?? '', lines: [] }
      : { account: usual }),
  };
}

function nextAddress(book: string, draft: Draft, intent: string | undefined): string {
  const path = `/books/${book}/transactions`;
  if (intent !== 'another') return path;
  const { kind, account, from, bookedOn } = draft;
  return `${path}/new?${new URLSearchParams({ kind, account: kind === 'moved' ? from : account, on: bookedOn })}`;
}
