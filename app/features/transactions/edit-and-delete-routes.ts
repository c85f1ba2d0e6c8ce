import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { deleteTransaction, EditConflict, editTransaction } from '../../ledger/write-transaction.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { attachReceipts } from '../../receipts/store-and-attach-receipts.ts';
import { todayIn } from '../../time-zones.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { closedAccountProblem } from './closed-account-problem.ts';
import { answerConflict } from './conflict-answer.ts';
import { readForm } from './entry-or-form-again.ts';
import { draftOfForm, draftOfTransaction } from './form-draft.ts';
import { formPage } from './form-page.ts';
import { changeWithReceipts, idsOf, takeReceipts } from './keep-receipts-until-form-is-saved.ts';
import { loadForm } from './load-form-data.ts';
import { loadReading } from './load-read-only-data.ts';
import { readOnlyPage } from './read-only-page.ts';
import { returnAddress } from './return-address.ts';
import { DeleteForm, EditForm, EditQuery, OfTransaction } from './schema.ts';

/** Routes to edit and delete a transaction, only in the version that the form was opened with. */
export const editing: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };
  const page = () => ({ title: say('common.edit'), active: 'transactions' });

  app.get(
    '/:transactionId',
    { schema: { params: OfTransaction, querystring: EditQuery } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { transactionId } = request.params;
      const list = returnAddress(book.id, request.query.return);
      if (book.role === 'viewer') {
        const read = await database.read(book, (sql) => loadReading(sql, book.id, transactionId));
        if (!read) throw new NotFoundError(say('transactions.unknown'));
        const { title, body } = readOnlyPage({
          ...read,
          book: book.id,
          writing: person,
          timeZone: book.timeZone,
          back: list,
        });
        return reply.page({ ...page(), title }, body);
      }
      const today = todayIn(book.timeZone);
      const loaded = await database.read(book, (sql) => loadForm(sql, book.id, today, transactionId));
      const { stored } = loaded;
      if (!stored) throw new NotFoundError(say('transactions.unknown'));
      const view = {
        ...loaded,
        book: book.id,
        list,
        locale: person.locale,
        csrf: reply.csrf(),
        editing: stored,
        receipts: { there: loaded.there, waiting: [], maxBytes: app.receipts.maxBytes },
      };
      const form = formPage({ ...view, draft: draftOfTransaction(stored, { ...person, today }) });
      return reply.page(page(), form);
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
      const loaded = await database.read(book, (sql) => loadForm(sql, book.id, today, id, draft));
      const taken = await takeReceipts(request, request.body);
      const view = {
        ...loaded,
        book: book.id,
        list,
        locale: person.locale,
        csrf: reply.csrf(),
        key,
        draft,
        editing: { id, version },
        receipts: { there: loaded.there, ...taken, maxBytes: app.receipts.maxBytes },
      };
      const read = readForm(view, intent);
      if ('form' in read) return reply.page({ ...page(), ...read.options }, read.form);
      if (taken.problem) return reply.page({ ...page(), status: 422 }, formPage(view));
      try {
        const edit = acted(async (sql) => {
          await editTransaction(sql, book.id, id, version, read.entry);
          await attachReceipts(sql, book.id, person.id, id, idsOf(taken.waiting));
        });
        const act = await database
          .write(changeWithReceipts(request, taken), edit)
          .catch(closedAccountProblem);
        if (typeof act === 'object') {
          return reply.page({ ...page(), status: 422 }, formPage({ ...view, problems: act }));
        }
        return reply.redirect(afterAct(list, act), 303);
      } catch (error) {
        if (error instanceof EditConflict)
          return answerConflict(request, reply, database, id, list, {
            ...{ draft, bookedOn: read.entry.bookedOn, receipts: idsOf(taken.waiting) },
          });
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
