import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { todayIn } from '../../calendar.ts';
import { acted } from '../../ledger/acts.ts';
import { deleteTransaction, EditConflict, editTransaction } from '../../ledger/write-transaction.ts';
import { NotFoundError } from '../../plugins/access.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct, changeOf, inBook } from '../../web/in-book.ts';
import { answerConflict } from './answer-conflict.ts';
import { closedAsProblem } from './closed-as-problem.ts';
import { draftOfForm, draftOfTransaction } from './draft.ts';
import { formPage } from './form-page.ts';
import { returnAddress } from './list-address.ts';
import { loadForm } from './load.ts';
import { readForm } from './read-form.ts';
import { DeleteForm, EditForm, EditQuery, OfTransaction } from './schema.ts';

/** Changing and deleting a transaction, of the version that the form was opened with and of no other. */
export const editing: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };
  const page = { title: 'Edit', active: 'transactions' };

  app.get(
    '/:transactionId',
    { schema: { params: OfTransaction, querystring: EditQuery } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { transactionId } = request.params;
      const today = todayIn(book.timeZone);
      const loaded = await database.read(book, (sql) => loadForm(sql, book.id, today, transactionId));
      const { stored } = loaded;
      if (!stored) throw new NotFoundError('There is no such transaction.');
      const list = returnAddress(book.id, request.query.return);
      const view = {
        ...loaded,
        book: book.id,
        list,
        locale: person.locale,
        csrf: reply.csrf(),
        editing: stored,
      };
      const form = formPage({
        ...view,
        draft: draftOfTransaction(stored, { ...person, today }),
        readOnly: book.role === 'viewer',
      });
      return reply.page(page, form);
    },
  );

  app.post(
    '/:transactionId',
    { schema: { params: OfTransaction, body: EditForm }, config: { ...config, shownBy: 'count' } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { key, intent } = request.body;
      const list = returnAddress(book.id, request.body.return);
      const id = request.params.transactionId;
      const version = Number(request.body.version);
      const today = todayIn(book.timeZone);
      const draft = draftOfForm(request.body, { ...person, today });
      const loaded = await database.read(book, (sql) => loadForm(sql, book.id, today, id));
      const view = {
        ...loaded,
        book: book.id,
        list,
        locale: person.locale,
        csrf: reply.csrf(),
        key,
        draft,
        editing: { id, version },
      };
      const read = readForm(view, intent);
      if ('form' in read) return reply.page({ ...page, ...read.options }, read.form);
      try {
        const edit = acted((sql) => editTransaction(sql, book.id, id, version, read.entry));
        const act = await database.write(changeOf(request), edit).catch(closedAsProblem);
        if (typeof act === 'object') {
          return reply.page({ ...page, status: 422 }, formPage({ ...view, problems: act }));
        }
        return reply.redirect(afterAct(list, act), 303);
      } catch (error) {
        if (error instanceof EditConflict)
          return answerConflict(request, reply, database, id, list, { draft, bookedOn: read.entry.bookedOn });
        throw error;
      }
    },
  );

  const deletion = { schema: { params: OfTransaction, body: DeleteForm }, config };
  app.post('/:transactionId/delete', deletion, async (request, reply) => {
    const { book } = inBook(request);
    const id = request.params.transactionId;
    const list = returnAddress(book.id, request.body.return);
    const version = Number(request.body.version);
    try {
      const act = await database.write(
        changeOf(request),
        acted((sql) => deleteTransaction(sql, book.id, id, version)),
      );
      return reply.redirect(afterAct(list, act), 303);
    } catch (error) {
      if (error instanceof EditConflict) return answerConflict(request, reply, database, id, list, null);
      throw error;
    }
  });
};
