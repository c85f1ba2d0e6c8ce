import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findTransaction } from '../../../ledger/read-transactions-with-postings.ts';
import { NotFoundError } from '../../../plugins/person-and-book-authorization.ts';
import { limits } from '../../../plugins/rate-limit.ts';
import { type Importer, requireToken } from '../../../plugins/token-authorization.ts';
import { TooManyFilesError } from '../../../receipts/convert/convert-in-child-process.ts';
import { RefusedFileError } from '../../../receipts/convert/refused-file.ts';
import { readFile } from '../../../receipts/read-stored-file-in-parts.ts';
import { receiptProblem } from '../../../receipts/receipt-problem-text.ts';
import { findReceipt, receiptsOf } from '../../../receipts/receipt-queries.ts';
import { isStoreFull } from '../../../receipts/store/store-interface.ts';
import { keepReceipt, QuotaError } from '../../../receipts/store-and-attach-receipts.ts';
import { answerProblems } from '../../../web/api-error-handler.ts';
import { ProblemError } from '../../../web/api-problem-error.ts';
import { idempotencyKey } from '../../../web/read-idempotency-key.ts';
import { say } from '../../../words/say.ts';
import { asFile } from './set-file-headers.ts';

const OfTransaction = Type.Object({ transactionId: Type.String() });
const OfReceipt = Type.Object({ receiptId: Type.String() });
const ReadQuery = Type.Object({ book: Type.Optional(Type.String({ maxLength: 40 })) });
const UploadQuery = Type.Object({
  ...ReadQuery.properties,
  name: Type.Optional(Type.String({ maxLength: 200 })),
});

/**
 * Receipts for programs that hold a personal token:
 *
 *     curl -H "Authorization: Bearer $TOKEN" --data-binary @lunch.jpg \
 *       "https://…/api/v1/transactions/ID/receipts?name=lunch.jpg"
 *
 * - `GET /api/v1/transactions/ID/receipts` lists those of a row: `id`, `name`, `type`, `bytes`, `width`, `height`, `hash`.
 * - `POST` there adds one: the body is a photo or a PDF, of any content type. 201 with the same members; the same file again
 *   is the receipt that is there. A token adds receipts, and removes none.
 * - `GET /api/v1/receipts/ID` is the file, as it is kept.
 *
 * `book` names the book. @default the home book of the token's person. Errors are problems (RFC 9457).
 */
export const receiptsApi: FastifyPluginAsyncTypebox = async (app) => {
  const { database, receipts } = app;
  const { store, converter, bookBytes, maxBytes } = receipts;
  requireToken(app);
  app.setErrorHandler(answerProblems);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) =>
    done(null, body),
  );

  app.get(
    '/transactions/:transactionId/receipts',
    { schema: { params: OfTransaction, querystring: ReadQuery }, config: { rateLimit: limits.api } },
    async (request) => {
      const { book } = importerOf(request);
      const { transactionId } = request.params;
      const [found, data] = await database.read(book, (sql) =>
        Promise.all([findTransaction(sql, book.id, transactionId), receiptsOf(sql, book.id, transactionId)]),
      );
      if (!found) throw new NotFoundError(say('transactions.unknown'));
      return { transaction: found.id, data };
    },
  );

  app.post(
    '/transactions/:transactionId/receipts',
    {
      schema: { params: OfTransaction, querystring: UploadQuery },
      bodyLimit: maxBytes,
      config: { rateLimit: limits.upload },
    },
    async (request, reply) => {
      const { book, person } = importerOf(request);
      const { name = say('receipts.one') } = request.query;
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const transaction = await database.read(book, (sql) =>
        findTransaction(sql, book.id, request.params.transactionId),
      );
      if (!transaction) throw new NotFoundError(say('transactions.unknown'));
      try {
        const file = await converter.convert(bytes);
        const key = idempotencyKey(request) ?? randomUUID();
        const place = { book: book.id, person, most: bookBytes, transaction: transaction.id };
        const fingerprint = createHash('sha256').update(request.url).update(bytes).digest('base64url');
        const made = await database.write({ book, key, fingerprint }, (sql) =>
          keepReceipt(sql, store, place, { name, file }),
        );
        return reply.code(201).header('location', `/api/v1/receipts/${made.id}`).send(made);
      } catch (error) {
        const why = statusOf(error);
        if (why === undefined) throw error;
        throw new ProblemError(why, receiptProblem(error, name, receipts));
      }
    },
  );

  app.get(
    '/receipts/:receiptId',
    { schema: { params: OfReceipt, querystring: ReadQuery }, config: { rateLimit: limits.api } },
    async (request, reply) => {
      const { book, person } = importerOf(request);
      const receipt = await database.read(book, (sql) =>
        findReceipt(sql, book.id, person, request.params.receiptId),
      );
      if (!receipt) throw new NotFoundError(say('receipts.unknown'));
      const { type, name, hash, bytes } = receipt;
      asFile(reply, { type, name, inline: false, tag: hash }).header('content-length', bytes);
      return reply.send(Readable.from(readFile((work) => database.read(book, work), store, receipt)));
    },
  );
};

function importerOf({ importer, routeOptions }: FastifyRequest): Importer {
  if (!importer) throw new Error(`${routeOptions.url} is not registered where tokens open it`);
  return importer;
}

/** Status of a file that is not kept; undefined for any other error. */
function statusOf(error: unknown): 422 | 503 | 507 | undefined {
  if (isStoreFull(error)) return 507;
  if (error instanceof TooManyFilesError) return 503;
  return error instanceof RefusedFileError || error instanceof QuotaError ? 422 : undefined;
}
