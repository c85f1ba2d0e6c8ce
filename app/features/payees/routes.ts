import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { payeeCalled } from '../../ledger/find-payee-and-last-transaction.ts';
import { NameTakenError } from '../../ledger/name-taken-error.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { longestName, nameProblem, tidyLine } from '../../text-rules.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import type { Problems } from '../../web/forms.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { listPage } from './list-page.ts';
import { payeePage } from './payee-page.ts';
import { ApartForm, InBook, ListQuery, MergeForm, OfPayee, RenameForm } from './schema.ts';
import { listPayees, mergePayee, otherNames, renamePayee, takeApart, usedPayee } from './store.ts';

const rowsOnPage = 100;

/** A form shown again. */
interface Again {
  readonly key?: string;
  readonly values?: { readonly name?: string; readonly into?: string };
  readonly problems?: Problems;
}

/** Routes of payees, below `/books/:bookId/payees`. */
export const payees: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };

  app.get('/', { schema: { params: InBook, querystring: ListQuery } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const { after } = request.query;
    const text = tidyLine(request.query.text ?? '');
    const found = await database.readReplica(book, (sql) =>
      listPayees(sql, book.id, { text, after, limit: rowsOnPage }),
    );
    const shown = found.slice(0, rowsOnPage);
    const more = found.length > rowsOnPage ? (shown.at(-1)?.id ?? null) : null;
    return reply.page(
      { title: say('payees.title') },
      listPage({ book, writing: person, payees: shown, text, more }),
    );
  });

  async function show(request: FastifyRequest, reply: FastifyReply, id: string, again: Again = {}) {
    const { book } = inBook(request);
    const [payee, names] = await database.read(book, (sql) =>
      Promise.all([usedPayee(sql, book.id, id), otherNames(sql, book.id, id)]),
    );
    const status = again.problems ? 422 : 200;
    const page = payeePage({ book: book.id, csrf: reply.csrf(), payee, names, ...again });
    return reply.page({ title: payee.name, status }, page);
  }

  app.get('/:payeeId', { schema: { params: OfPayee }, config: { forEditors: true } }, (request, reply) =>
    show(request, reply, request.params.payeeId),
  );

  app.post('/:payeeId', { schema: { params: OfPayee, body: RenameForm }, config }, async (request, reply) => {
    const { book } = inBook(request);
    const { payeeId } = request.params;
    const { key } = request.body;
    const name = tidyLine(request.body.name);
    const again = (problem: string, into?: string) =>
      show(request, reply, payeeId, {
        key,
        values: { name, ...(into !== undefined && { into }) },
        problems: { name: problem },
      });
    const problem = nameProblem(name, longestName.payee);
    if (problem) return again(problem);
    try {
      const rename = acted((sql) => renamePayee(sql, book.id, payeeId, name));
      const act = await database.write(changeOf(request), rename);
      return reply.redirect(afterAct(`/books/${book.id}/payees`, act), 303);
    } catch (error) {
      if (error instanceof NameTakenError) return again(say('payees.taken'), name);
      throw error;
    }
  });

  app.post(
    '/:payeeId/merge',
    { schema: { params: OfPayee, body: MergeForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const { payeeId } = request.params;
      const { key } = request.body;
      const into = tidyLine(request.body.into);
      const [payee, target] = await database.read(book, (sql) =>
        Promise.all([usedPayee(sql, book.id, payeeId), payeeCalled(sql, book.id, into)]),
      );
      if (!target || target.id === payeeId) {
        const problem = say(target ? 'payees.isItself' : 'payees.noSuchName');
        return show(request, reply, payeeId, { key, values: { into }, problems: { into: problem } });
      }
      const merge = acted((sql) => mergePayee(sql, book.id, payee, target));
      const act = await database.write(changeOf(request), merge);
      return reply.redirect(afterAct(`/books/${book.id}/payees/${target.id}`, act), 303);
    },
  );

  app.post(
    '/:payeeId/apart',
    { schema: { params: OfPayee, body: ApartForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const { payeeId } = request.params;
      const { spelling } = request.body;
      const part = acted((sql) => takeApart(sql, book.id, payeeId, spelling));
      const act = await database.write(changeOf(request), part);
      return reply.redirect(afterAct(`/books/${book.id}/payees/${payeeId}`, act), 303);
    },
  );
};
