import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { monthOf, todayIn } from '../../calendar.ts';
import { leftOut } from '../../ledger/filter.ts';
import { restoreTransaction } from '../../ledger/restore-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { changeOf, inBook } from '../../web/in-book.ts';
import { listPage } from './list-page.ts';
import { loadList } from './load.ts';
import { InBook, KeyedForm, ListQuery, OfDeletion } from './schema.ts';

/** The list with its filters, and the way back of what was deleted from it. */
export const listing: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.get('/', { schema: { params: InBook, querystring: ListQuery } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const loaded = await database.readReplica(book, (sql) => loadList(sql, book.id, request.query));
    const list = listPage({
      ...loaded,
      book,
      csrf: reply.csrf(),
      locale: person.locale,
      writing: person,
      thisMonth: monthOf(todayIn(person.timeZone)),
    });
    const unknown = leftOut(request.query);
    const notice =
      unknown.length > 0
        ? {
            notice: `This address asks for what cannot be (${unknown.join(', ')}). All rows are shown instead.`,
          }
        : request.query.saved && { notice: 'Saved.' };
    return reply.page({ title: 'Transactions', active: 'transactions', ...notice }, list);
  });

  app.post(
    '/undo/:auditId',
    { schema: { params: OfDeletion, body: KeyedForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { book } = inBook(request);
      const { auditId } = request.params;
      const id = await database.write(changeOf(request), (sql) => restoreTransaction(sql, book.id, auditId));
      return reply.redirect(`/books/${book.id}/transactions${id === null ? '' : '?saved=1'}`, 303);
    },
  );
};
