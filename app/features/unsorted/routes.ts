import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { findPayee } from '../../ledger/find-payee-and-last-transaction.ts';
import { shownCategories } from '../../ledger/list-categories-with-shown-names.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import type { Problems } from '../../web/forms.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { fieldOf, unsortedPage } from './page.ts';
import { InBook, SortForm } from './schema.ts';
import { sortGroup, unsortedGroups } from './store.ts';

/** Number of payees on the page: those that are sorted make room for the next. */
const groupsOnPage = 20;

/** Routes of the rows that are not sorted yet, below `/books/:bookId/unsorted`. */
export const unsorted: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    again: { readonly key?: string; readonly problems?: Problems } = {},
  ) {
    const { person, book } = inBook(request);
    const [found, categories] = await database.read(book, (sql) =>
      Promise.all([unsortedGroups(sql, book.id, groupsOnPage), shownCategories(sql, book.id)]),
    );
    const groups = found.slice(0, groupsOnPage);
    const more = found.length > groupsOnPage;
    const view = { book, csrf: reply.csrf(), writing: person, groups, more, categories, ...again };
    const status = again.problems ? 422 : 200;
    return reply.page(
      { title: say('categoryRoles.unsorted'), active: 'categories', status },
      unsortedPage(view),
    );
  }

  app.get('/', { schema: { params: InBook } }, (request, reply) => show(request, reply));

  app.post(
    '/',
    { schema: { params: InBook, body: SortForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { book } = inBook(request);
      const { key, payee: payeeId, category: categoryId, intent } = request.body;
      const [payee, categories] = await database.read(book, (sql) =>
        Promise.all([
          payeeId === 'none' ? null : findPayee(sql, book.id, payeeId),
          shownCategories(sql, book.id),
        ]),
      );
      if (payee === undefined) throw new NotFoundError(say('payees.unknown'));
      const category = categories.find((one) => one.id === categoryId && one.role === null);
      if (!category) {
        const problem = payee
          ? say('unsorted.chooseFor', { payee: payee.name })
          : say('transactions.chooseCategory');
        const problems = { [fieldOf(payee)]: problem };
        return show(request, reply, { key, problems });
      }
      const sort = acted((sql) => sortGroup(sql, book.id, payee, category, intent === 'always'));
      const act = await database.write(changeOf(request), sort);
      return reply.redirect(afterAct(`/books/${book.id}/unsorted`, act), 303);
    },
  );
};
