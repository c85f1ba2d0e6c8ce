import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { isMonth, monthsAfter, todayIn } from '../../calendar.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { balancesKept, balancesOf, monthlyChanges } from '../../ledger/balances.ts';
import { listTransactions } from '../../ledger/transaction-list.ts';
import { inBook } from '../../web/in-book.ts';
import { monthFigures, worthOf } from './figures.ts';
import { dashboardPage } from './page.ts';
import { DashboardQuery, InBook } from './schema.ts';
import { monthByCategory } from './store.ts';

const recentRows = 10;

/** Where the household stands, at `/books/:bookId`. All of it is kept until the book changes, Redis permitting. */
export const dashboard: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { schema: { params: InBook, querystring: DashboardQuery } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const today = todayIn(person.timeZone);
    const thisMonth = today.slice(0, 7);
    const wanted = request.query.month ?? '';
    const month = isMonth(wanted) && wanted <= thisMonth ? wanted : thisMonth;

    const kept = app.bookCache;
    const ofMonth = (one: string) =>
      kept.get(book, `month:${one}:1`, 900, (sql) => monthByCategory(sql, book.id, one));
    const [accounts, changes, sums, before, recent] = await Promise.all([
      kept.get(book, 'accounts:1', 900, (sql) => accountsOf(sql, book.id)),
      kept.get(book, balancesKept.name(today), balancesKept.seconds, (sql) =>
        monthlyChanges(sql, book.id, today),
      ),
      ofMonth(month),
      ofMonth(monthsAfter(month, -1)),
      kept.get(book, 'recent:1', 600, (sql) => listTransactions(sql, book.id, {}, { limit: recentRows })),
    ]);
    const worth = worthOf(accounts, changes, thisMonth, book.currency);
    const currencies = worth.map((one) => one.currency);
    const figures = monthFigures(sums, before, currencies);
    const view = { book, locale: person.locale, month, thisMonth, accounts, worth, figures };
    return reply.page(
      { title: 'Overview', active: 'overview' },
      dashboardPage({ ...view, balances: balancesOf(changes), recent: recent.rows }),
    );
  });
};
