import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { dayAfter, daysOf, isMonth, type Month, monthOf, monthsAfter } from '../../calendar.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { balancesKept, balancesOf, monthlyChanges } from '../../ledger/balances.ts';
import { listTransactions } from '../../ledger/transaction-list.ts';
import { ownSampleBook } from '../../sample/make-remove-and-restore-book.ts';
import { forecast } from '../../schedules/forecast.ts';
import { todayIn } from '../../time-zones.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { aheadNotice } from '../../web/saved-ahead-of-today-notice.ts';
import { say } from '../../words/say.ts';
import { monthFigures, worthOf } from './calculate-figures.ts';
import { firstSteps } from './empty-book-overview.ts';
import { loadComingUp, sumsByCategory } from './load-category-sums-and-coming-up.ts';
import { dashboardPage } from './page.ts';
import { DashboardQuery, InBook } from './schema.ts';

const recentRows = 10;

/** Route of the overview, at `/books/:bookId`. All of it is cached until the book changes, if Redis is available. */
export const dashboard: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { schema: { params: InBook, querystring: DashboardQuery } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const today = todayIn(book.timeZone);
    const tomorrow = dayAfter(today);
    const thisMonth = monthOf(today, book.monthStart);
    const wanted = request.query.month ?? '';
    const month = isMonth(wanted) && wanted <= thisMonth ? wanted : thisMonth;

    const kept = app.bookCache;
    const ofMonth = (one: Month) => {
      const { first, next } = daysOf(one, book.monthStart);
      const days = { first, next: next < tomorrow ? next : tomorrow }; // a transaction dated ahead counts from its day
      return kept.get(book, `dashboard:month:${days.first}:${days.next}:3`, 900, (sql) =>
        sumsByCategory(sql, book.id, days),
      );
    };
    const [accounts, changes, sums, before, recent, coming] = await Promise.all([
      kept.get(book, 'dashboard:accounts:1', 900, (sql) => accountsOf(sql, book.id)),
      kept.get(book, balancesKept.name(today, book.monthStart), balancesKept.seconds, (sql) =>
        monthlyChanges(sql, book.id, today, book.monthStart),
      ),
      ofMonth(month),
      ofMonth(monthsAfter(month, -1)),
      kept.get(book, `recent:${today}:3`, 600, (sql) =>
        listTransactions(sql, book.id, { days: { next: tomorrow } }, { limit: recentRows }),
      ),
      kept.get(book, `dashboard:coming:${today}:1`, 900, (sql) => loadComingUp(sql, book.id, today)),
    ]);
    if (accounts.length === 0) {
      const sample = await app.database.asPerson(person.session, ownSampleBook);
      const page = firstSteps({ book, csrf: reply.csrf(), sample });
      return reply.page({ title: say('dashboard.title'), active: 'overview' }, page);
    }
    const worth = worthOf(accounts, changes, thisMonth, book.currency);
    const currencies = worth.map((one) => one.currency);
    const figures = monthFigures(sums, before, currencies);
    const balances = balancesOf(changes);
    const forecasts = forecast(balances, coming.planned, coming.ahead, today);
    const view = {
      book,
      locale: person.locale,
      writing: person,
      today,
      month,
      thisMonth,
      accounts,
      worth,
      figures,
    };
    return reply.page(
      { title: say('dashboard.title'), active: 'overview', ...(await aheadNotice(request, today)) },
      dashboardPage({ ...view, balances, recent: recent.rows, coming: { ...coming, forecasts } }),
    );
  });
};
