import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { accountsOf } from '../../ledger/accounts.ts';
import { categoriesOf } from '../../ledger/list-categories-with-shown-names.ts';
import { findTransaction } from '../../ledger/read-transactions-with-postings.ts';
import { type Filter, filterOf, leftOut, rowsOf } from '../../ledger/transaction-filter-in-url.ts';
import { cursorOf, cursorText, listTransactions } from '../../ledger/transaction-list.ts';
import { addTransaction } from '../../ledger/write-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { todayIn } from '../../time-zones.ts';
import { answerProblems } from '../../web/api-error-handler.ts';
import { ProblemError } from '../../web/api-problem-error.ts';
import { fingerprint } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { idempotencyKey } from '../../web/read-idempotency-key.ts';
import { type PlainKey, say } from '../../words/say.ts';
import { readBody } from './read-body.ts';
import { NewTransaction, ReadQuery, WriteQuery } from './schema.ts';
import { transactionJson } from './transaction-json.ts';

/**
 * JSON API for transactions of one book, at `/api/data`, for programs that hold a person's session cookie.
 *
 * GET uses keyset paging: `?after=` takes the `next` of the previous page. Its response carries `X-CSRF-Token`, which a
 * POST sends back under the same name: a foreign page could send the session cookie along. POST takes JSON only, from
 * no other origin, and needs an `Idempotency-Key`; the same key and body again have no second effect and get the same
 * response, the same key with another body is a 422. Requests above the rate limit are a 429 with `Retry-After`, and
 * can be resent then.
 */
export const dataApi: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.setErrorHandler(answerProblems);

  const reading = { schema: { querystring: ReadQuery }, preValidation: refuseUnknownParameters };
  app.get('/', reading, async (request, reply) => {
    const { book } = inBook(request);
    const [wrong] = leftOut(request.query);
    if (wrong) throw new ProblemError(422, say(possible[wrong]), wrong);
    const { limit, after } = request.query;
    const cursor = cursorOf(after);
    if (after !== undefined && !cursor) throw new ProblemError(400, say('dataApi.invalidAfter'), 'after');
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
      const key = idempotencyKey(request);
      if (key === undefined) throw new ProblemError(400, say('dataApi.sendKey'), 'Idempotency-Key');
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

/** Messages that tell the allowed values of each filter field. */
const possible: Readonly<Record<keyof Filter, PlainKey>> = {
  kind: 'dataApi.invalidKind',
  flow: 'dataApi.invalidFlow',
  account: 'dataApi.invalidAccount',
  category: 'dataApi.invalidCategory',
  payee: 'dataApi.invalidPayee',
  month: 'dataApi.invalidMonth',
  week: 'dataApi.invalidWeek',
  currency: 'dataApi.invalidCurrency',
  tag: 'dataApi.invalidTag',
  receipts: 'dataApi.invalidReceipts',
  text: 'dataApi.invalidText',
};

/** Refuses unknown parameters: a mistyped name would be ignored, and return more rows than requested. */
async function refuseUnknownParameters(request: FastifyRequest): Promise<void> {
  const known = Object.keys(ReadQuery.properties);
  const query = request.query as Record<string, unknown>;
  const unknown = Object.keys(query).find((name) => !known.includes(name) || Array.isArray(query[name]));
  if (unknown !== undefined)
    throw new ProblemError(422, say('dataApi.parameters', { names: known.join(', ') }));
}

/** Refuses unknown members: validation would drop them, and a mistyped name with them. */
async function refuseUnknown(request: FastifyRequest): Promise<void> {
  const known = Object.keys(NewTransaction.properties);
  const unknown = Object.keys(request.body ?? {}).some((name) => !known.includes(name));
  if (unknown) throw new ProblemError(400, say('dataApi.members', { names: known.join(', ') }));
}
