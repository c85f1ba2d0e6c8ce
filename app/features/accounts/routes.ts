import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Day } from '../../calendar.ts';
import { isCurrency } from '../../currencies.ts';
import { dayReadBack, dayText, typedDays } from '../../day-field-text.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { addAccount } from '../../ledger/add-account.ts';
import { balancesKept, balancesOf, monthlyChanges } from '../../ledger/balances.ts';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { NameTakenError } from '../../ledger/name-taken-error.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { todayIn } from '../../time-zones.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import type { Problems } from '../../web/forms.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../web/idempotent-form-schema.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { sumReadBack, workedOutNotice } from '../../web/read-typed-amount-or-sum.ts';
import { say } from '../../words/say.ts';
import {
  ClosingError,
  changeAccount,
  closeAccount,
  findAccount,
  reopenAccount,
} from './change-close-and-reopen-account.ts';
import { editAccountPage, newAccountPage } from './form-page.ts';
import { listPage } from './list-page.ts';
import { readAccount, readDetails, summedUp } from './read-form.ts';
import { AccountForm, DetailsForm, emptyDetails, InBook, OfAccount } from './schema.ts';

/** Differences between a form shown again and the one sent. */
interface Again {
  readonly problems?: Problems;
  readonly unsure?: Day;
  /** Result of a typed sum. */
  readonly opening?: string;
  readonly notice?: string;
}

const taken = () => ({ name: say('accounts.taken', { sameName: say('common.sameName') }) });

/** Routes of accounts, below `/books/:bookId/accounts`. */
export const accounts: FastifyPluginAsyncTypebox = async (app) => {
  const { database, bookCache } = app;
  const config = { rateLimit: limits.form };

  app.get('/', { schema: { params: InBook } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const today = todayIn(book.timeZone);
    const [all, changes] = await Promise.all([
      database.readReplica(book, (sql) => accountsOf(sql, book.id)),
      bookCache.get(book, balancesKept.name(today, book.monthStart), balancesKept.seconds, (sql) =>
        monthlyChanges(sql, book.id, today, book.monthStart),
      ),
    ]);
    const view = { book, locale: person.locale, accounts: all, balances: balancesOf(changes) };
    return reply.page({ title: say('accounts.title'), active: 'accounts' }, listPage(view));
  });

  app.get('/new', { schema: { params: InBook }, config: { forEditors: true } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const today = todayIn(book.timeZone);
    const values = {
      ...emptyDetails,
      kind: 'bank' as const,
      currency: book.currency,
      openedOn: dayText(today, person),
      opening: '',
      direction: 'have' as const,
    };
    const form = newAccountPage({ book: book.id, csrf: reply.csrf(), values, writing: person, today });
    return reply.page({ title: say('accounts.add'), active: 'accounts' }, form);
  });

  app.post('/', { schema: { params: InBook, body: AccountForm }, config }, async (request, reply) => {
    const { person, book } = inBook(request);
    const { key } = request.body;
    const today = todayIn(book.timeZone);
    const again = ({ problems = {}, unsure, opening, notice }: Again) => {
      const values = {
        ...request.body,
        ...(unsure && { openedOn: dayText(unsure, person) }),
        ...(opening !== undefined && { opening }),
      };
      const view = { book: book.id, csrf: reply.csrf(), key, values, problems, writing: person, today };
      const form = newAccountPage({ ...view, ...(unsure && { unsure }) });
      const status = Object.keys(problems).length > 0 ? 422 : 200;
      const page = { title: say('accounts.add'), active: 'accounts', status, ...(notice && { notice }) };
      return reply.page(page, form);
    };
    if (request.body.intent === 'count') return again({});
    const opening = summedUp(request.body, person.locale);
    if (opening !== undefined) return again({ opening, notice: workedOutNotice() });
    const read = readAccount(request.body, person, today);
    if ('problems' in read) return again(read);
    try {
      const act = await database.write(
        changeOf(request),
        acted((sql) => addAccount(sql, book.id, person.id, read.account)),
      );
      return reply.redirect(afterAct(`/books/${book.id}/accounts`, act), 303);
    } catch (error) {
      if (error instanceof NameTakenError) return again({ problems: taken() });
      throw error;
    }
  });

  app.post(
    '/count',
    { schema: { params: InBook, body: AccountForm }, config: { rateLimit: limits.count } },
    async (request) => {
      const { person, book } = inBook(request);
      const { openedOn, opening, currency } = request.body;
      const today = todayIn(book.timeZone);
      const said = {
        openedOn: dayReadBack(openedOn, person, today),
        opening: isCurrency(currency) ? sumReadBack(opening, currency, person.locale) : '',
      };
      return { said, days: typedDays({ openedOn }, person, today) };
    },
  );

  app.get(
    '/:accountId',
    { schema: { params: OfAccount }, config: { forEditors: true } },
    async (request, reply) => {
      const { book } = inBook(request);
      const account = await database.read(book, (sql) => findAccount(sql, book.id, request.params.accountId));
      const form = editAccountPage({ book: book.id, csrf: reply.csrf(), account });
      return reply.page({ title: account.name, active: 'accounts' }, form);
    },
  );

  app.post(
    '/:accountId',
    { schema: { params: OfAccount, body: DetailsForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const { accountId } = request.params;
      const { key } = request.body;
      const { details, problems } = readDetails(request.body);
      const account = await database.read(book, (sql) => findAccount(sql, book.id, accountId));
      const again = (problems: Problems) => {
        const view = { book: book.id, csrf: reply.csrf(), key, account, values: details, problems };
        const form = editAccountPage(view);
        return reply.page({ title: account.name, active: 'accounts', status: 422 }, form);
      };
      if (Object.keys(problems).length > 0) return again(problems);
      try {
        const act = await database.write(
          changeOf(request),
          acted((sql) => changeAccount(sql, book.id, accountId, details)),
        );
        return reply.redirect(afterAct(`/books/${book.id}/accounts`, act), 303);
      } catch (error) {
        if (error instanceof NameTakenError) return again(taken());
        throw error;
      }
    },
  );

  app.post(
    '/:accountId/close',
    { schema: { params: OfAccount, body: KeyedForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const { accountId } = request.params;
      try {
        const act = await database.write(
          changeOf(request),
          acted((sql) => closeAccount(sql, book.id, accountId, todayIn(book.timeZone))),
        );
        return reply.redirect(afterAct(`/books/${book.id}/accounts`, act), 303);
      } catch (error) {
        if (!(error instanceof ClosingError)) throw error;
        const account = await database.read(book, (sql) => findAccount(sql, book.id, accountId));
        const view = { book: book.id, csrf: reply.csrf(), account };
        const form = editAccountPage({ ...view, problems: { close: error.message } });
        return reply.page({ title: account.name, active: 'accounts', status: 422 }, form);
      }
    },
  );

  app.post(
    '/:accountId/reopen',
    { schema: { params: OfAccount, body: KeyedForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const act = await database.write(
        changeOf(request),
        acted((sql) => reopenAccount(sql, book.id, request.params.accountId)),
      );
      return reply.redirect(afterAct(`/books/${book.id}/accounts`, act), 303);
    },
  );
};
