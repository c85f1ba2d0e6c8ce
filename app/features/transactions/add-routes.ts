import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Day, isDay } from '../../calendar.ts';
import { dayText } from '../../day-field-text.ts';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { addTransaction } from '../../ledger/write-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { attachReceipts } from '../../receipts/store-and-attach-receipts.ts';
import { todayIn } from '../../time-zones.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { aheadNotice } from '../../web/saved-ahead-of-today-notice.ts';
import { say } from '../../words/say.ts';
import { closedAccountProblem } from './closed-account-problem.ts';
import { readForm } from './entry-or-form-again.ts';
import { type Draft, draftOfForm, draftOfTransaction, emptyDraft, type Typist } from './form-draft.ts';
import { formPage } from './form-page.ts';
import { changeWithReceipts, idsOf, takeReceipts } from './keep-receipts-until-form-is-saved.ts';
import { type Loaded, loadForm } from './load-form-data.ts';
import { backTo, returnAddress } from './return-address.ts';
import { InBook, NewForm, NewQuery } from './schema.ts';

/** Routes to add a transaction. */
export const adding: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const page = () => ({ title: say('common.add'), active: 'add' });

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
      const list = returnAddress(book.id, request.query.return);
      const receipts = { there: [], waiting: [], maxBytes: app.receipts.maxBytes };
      const view = { ...loaded, book: book.id, list, locale: person.locale, csrf: reply.csrf(), receipts };
      const form = formPage({ ...view, draft });
      return reply.page({ ...page(), ...(await aheadNotice(request, today)) }, form);
    },
  );

  app.post(
    '/',
    {
      schema: { params: InBook, body: NewForm },
      config: { rateLimit: limits.form, shownBy: 'count' },
    },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { key, intent } = request.body;
      const today = todayIn(book.timeZone);
      const draft = draftOfForm(request.body, { ...person, today });
      const loaded = await database.read(book, (sql) => loadForm(sql, book.id, today, undefined, draft));
      const list = returnAddress(book.id, request.body.return);
      const taken = await takeReceipts(request, request.body);
      const receipts = { there: [], ...taken, maxBytes: app.receipts.maxBytes };
      const view = {
        ...{ ...loaded, book: book.id, list, locale: person.locale, csrf: reply.csrf() },
        ...{ key, draft, receipts },
      };
      const read = readForm(view, intent);
      if ('form' in read) return reply.page({ ...page(), ...read.options }, read.form);
      if (taken.problem) return reply.page({ ...page(), status: 422 }, formPage(view));
      const add = acted(async (sql) => {
        const id = await addTransaction(sql, book.id, person.id, read.entry);
        await attachReceipts(sql, book.id, person.id, id, idsOf(taken.waiting));
      });
      const act = await database.write(changeWithReceipts(request, taken), add).catch(closedAccountProblem);
      if (typeof act === 'object') {
        return reply.page({ ...page(), status: 422 }, formPage({ ...view, problems: act }));
      }
      const next = intent === 'another' ? anotherAddress(book.id, list, draft, read.entry.bookedOn) : list;
      return reply.redirect(afterAct(next, act), 303); // so that a reload does not post twice
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

/** URL of the form for another transaction with the same day and account. */
function anotherAddress(book: string, list: string, { kind, account, from }: Draft, on: Day): string {
  const query = new URLSearchParams({ kind, account: kind === 'moved' ? from : account, on });
  return `/books/${book}/transactions/new?${query}${backTo(list, '&')}`;
}
