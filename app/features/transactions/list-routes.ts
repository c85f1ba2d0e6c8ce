import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { monthOf, todayIn, weekOf } from '../../calendar.ts';
import { leftOut } from '../../ledger/filter.ts';
import { inBook } from '../../web/in-book.ts';
import { aheadNotice } from './dated-ahead.ts';
import { listAddress, returnQuery } from './list-address.ts';
import { listPage } from './list-page.ts';
import { loadList } from './load.ts';
import { InBook, ListQuery } from './schema.ts';

/** The list with its filters. */
export const listing: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.get('/', { schema: { params: InBook, querystring: ListQuery } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const address = withoutEmpty(request.url);
    if (address !== request.url) return reply.redirect(address, 302);
    const today = todayIn(book.timeZone);
    const calendar = { today, monthStart: book.monthStart };
    const loaded = await database.readReplica(book, (sql) => loadList(sql, book.id, request.query, calendar));
    const list = listPage({
      ...loaded,
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
        ? {
            notice: `This address asks for what cannot be (${unknown.join(', ')}). All rows are shown instead.`,
          }
        : await aheadNotice(request, today);
    return reply.page({ title: 'Transactions', active: 'transactions', ...notice }, list);
  });
};

/** The address without parts that narrow nothing, as a form leaves them, so that what is shared is short. */
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
