import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyError, FastifyRequest } from 'fastify';
import { todayIn } from '../../calendar.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { categoriesOf } from '../../ledger/categories.ts';
import { type Filter, filterOf, leftOut, rowsOf } from '../../ledger/filter.ts';
import { findTransaction } from '../../ledger/transaction.ts';
import { cursorOf, cursorText, listTransactions } from '../../ledger/transaction-list.ts';
import { addTransaction } from '../../ledger/write-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { fingerprint, inBook } from '../../web/in-book.ts';
import { sendProblem } from '../../web/problem.ts';
import { transactionJson } from './json.ts';
import { ProblemError } from './problem-error.ts';
import { readBody } from './read-body.ts';
import { NewTransaction, ReadQuery, WriteQuery } from './schema.ts';

/**
 * Transactions of one book as JSON, at `/api/data`, for programs that hold a person's session cookie.
 *
 * GET pages by key: `?after=` takes the `next` of the page before. Its answer carries `X-CSRF-Token`, which a POST sends
 * back under the same name: the session cookie alone could be sent along by a foreign page. POST takes JSON only, from
 * no other origin, and needs an `Idempotency-Key`; the same key and body again have no second effect and get the same
 * answer, the same key with another body is a 422. More of them than the limit are a 429 with `Retry-After`, and can be sent again then.
 */
export const dataApi: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation)
      return sendProblem(reply, 400, 'A member or a parameter is missing, unknown or too long.');
    if (error.name === 'KeyReusedError') {
      return sendProblem(
        reply,
        422,
        'This Idempotency-Key was used before, with another body.',
        'Idempotency-Key',
      );
    }
    const status = error.statusCode ?? 500;
    if (error instanceof ProblemError) return sendProblem(reply, status, error.message, error.field);
    if (status >= 500) throw error; // the app's own handler logs it and says nothing of it
    const known = error.code?.startsWith('FST_CSRF')
      ? 'Send X-CSRF-Token with the value that a GET answered under that name.'
      : error.code
        ? 'The body cannot be read: it must be one JSON object.'
        : error.message;
    request.log.info({ status }, 'refused');
    return sendProblem(reply, status, known);
  });

  const reading = { schema: { querystring: ReadQuery }, preValidation: refuseUnknownParameters };
  app.get('/', reading, async (request, reply) => {
    const { book } = inBook(request);
    const [wrong] = leftOut(request.query);
    if (wrong) throw new ProblemError(422, `"${wrong}" ${possible[wrong]}`, wrong);
    const { limit, after } = request.query;
    const cursor = cursorOf(after);
    if (after !== undefined && !cursor)
      throw new ProblemError(400, '"after" must be the "next" of another page.', 'after');
    const page = await database.readReplica(book, (sql) =>
      listTransactions(sql, book.id, rowsOf(filterOf(request.query), book.monthStart), {
        limit,
        after: cursor,
      }),
    );
    reply.header('x-csrf-token', reply.csrf());
    return {
      book: book.id,
      data: page.rows.map(transactionJson),
      next: page.older && cursorText(page.older),
    };
  });

  app.post(
    '/',
    {
      schema: { querystring: WriteQuery, body: NewTransaction },
      preValidation: refuseUnknown,
      config: { rateLimit: limits.api },
    },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const key = request.headers['idempotency-key'];
      if (typeof key !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(key)) {
        throw new ProblemError(
          400,
          'Send an Idempotency-Key: 1 to 100 characters that you make up for this transaction.',
          'Idempotency-Key',
        );
      }
      const change = { book, key, fingerprint: fingerprint(request.body) };
      const added = await database.write(change, async (sql) => {
        const [accounts, categories] = await Promise.all([
          accountsOf(sql, book.id),
          categoriesOf(sql, book.id),
        ]);
        const entry = readBody(request.body, { accounts, categories }, todayIn(book.timeZone));
        const id = await addTransaction(sql, book.id, person.id, entry);
        const transaction = await findTransaction(sql, book.id, id);
        return transaction && transactionJson(transaction);
      });
      return reply.code(201).send(added);
    },
  );
};

/** What each part of a filter can be. */
const possible: Readonly<Record<keyof Filter, string>> = {
  kind: 'must be spent, received, moved or opening.',
  flow: 'must be spent or received.',
  account: 'must be the id of an account.',
  category: 'must be the id of a category.',
  month: 'must be a month, such as 2025-11.',
  week: 'must be the day that it begins with, such as 2025-11-17.',
  currency: 'must be the code of a currency, such as EUR.',
  text: 'must be words to look for.',
};

/** A mistyped name would be dropped too, and give more rows than were asked for. */
async function refuseUnknownParameters(request: FastifyRequest): Promise<void> {
  const known = Object.keys(ReadQuery.properties);
  const query = request.query as Record<string, unknown>;
  const unknown = Object.keys(query).find((name) => !known.includes(name) || Array.isArray(query[name]));
  if (unknown !== undefined)
    throw new ProblemError(422, `The parameters are, once each: ${known.join(', ')}.`);
}

/** Validation would drop what it does not know, and a mistyped name with it. */
async function refuseUnknown(request: FastifyRequest): Promise<void> {
  const known = Object.keys(NewTransaction.properties);
  const unknown = Object.keys(request.body ?? {}).some((name) => !known.includes(name));
  if (unknown) throw new ProblemError(400, `The members are: ${known.join(', ')}.`);
}
