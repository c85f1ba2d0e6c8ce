import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { monthOf, weekOf } from '../../calendar.ts';
import { leftOut } from '../../ledger/transaction-filter-in-url.ts';
import { countUnsorted } from '../../ledger/unsorted-categories-and-count.ts';
import { todayIn } from '../../time-zones.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { aheadNotice } from '../../web/saved-ahead-of-today-notice.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';
import { listAddress } from './build-list-address.ts';
import { listPage } from './list-page.ts';
import { loadList } from './load-list-data.ts';
import { returnQuery } from './return-address.ts';
import { InBook, ListQuery } from './schema.ts';

/** Route of the list with its filters. */
export const listing: FastifyPluginAsyncTypebox = async (app) => {
  const { database, bookCache } = app;

  app.get('/', { schema: { params: InBook, querystring: ListQuery } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const address = withoutEmpty(request.url);
    if (address !== request.url) return reply.redirect(address, 302);
    const today = todayIn(book.timeZone);
    const calendar = { today, monthStart: book.monthStart };
    const mayEdit = book.role !== 'viewer';
    const [loaded, unsorted] = await Promise.all([
      database.readReplica(book, (sql) => loadList(sql, book.id, request.query, calendar, mayEdit)),
      mayEdit ? bookCache.get(book, 'transactions:unsorted:1', 900, (sql) => countUnsorted(sql, book.id)) : 0,
    ]);
    const list = listPage({
      ...loaded,
      unsorted,
      book,
      here: returnQuery(listAddress(book.id, request.query)),
      csrf: reply.csrf(),
      locale: person.locale,
      writing: person,
      today,
      thisMonth: monthOf(today, book.monthStart),
      thisWeek: weekOf(today, book.weekStart),
    });
    const unknown = leftOut(request.query);
    const notice =
      unknown.length > 0
        ? { notice: say('transactions.unknownFilter', { filters: joinList(unknown) }) }
        : await aheadNotice(request, today);
    return reply.page({ title: say('transactions.title'), active: 'transactions', ...notice }, list);
  });
};

/** Removes the empty parameters that a form sends, so that shared URLs are short. */
function withoutEmpty(url: string): string {
  const at = url.indexOf('?');
  if (at < 0) return url;
  const path = url.slice(0, at);
  const kept = url
    .slice(at + 1)
    .split('&')
    .filter((part) => !/^[^=]*=$/.test(part));
  return kept.length > 0 ? `${path}?${kept.join('&')}` : path;
}
