import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acted } from '../../../ledger/begin-and-list-acts.ts';
import { NotFoundError } from '../../../plugins/person-and-book-authorization.ts';
import { limits } from '../../../plugins/rate-limit.ts';
import { bytesInBook } from '../../../receipts/quota-usage-and-lock.ts';
import { MissingFileError, readFile } from '../../../receipts/read-stored-file-in-parts.ts';
import {
  deleteReceipt,
  type FoundReceipt,
  findReceipt,
  thumbnailOf,
} from '../../../receipts/receipt-queries.ts';
import { afterAct } from '../../../web/done-notice-and-address.ts';
import { changeOf } from '../../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../../web/person-and-book-of-request.ts';
import { say } from '../../../words/say.ts';
import { receiptsOfYear, receiptYears } from './query-receipts-by-year.ts';
import { receiptPage } from './receipt-page.ts';
import { DeleteForm, FileQuery, InBook, OfReceipt, OfYear } from './schema.ts';
import { asFile, sendsFile } from './set-file-headers.ts';
import { yearArchive } from './year-archive.ts';
import { receiptsPage } from './years-page.ts';

/** Routes of receipts, below `/books/:bookId/receipts`; they are added with the form of their row. */
export const receipts: FastifyPluginAsyncTypebox = async (app) => {
  const { database, receipts: kept } = app;
  const { store } = kept;

  app.get('/', { schema: { params: InBook } }, async (request, reply) => {
    const { book } = inBook(request);
    const [years, used] = await database.read(book, (sql) =>
      Promise.all([receiptYears(sql, book.id), bytesInBook(sql, book.id)]),
    );
    const page = receiptsPage({ book: book.id, years, used, most: kept.bookBytes });
    return reply.page({ title: say('receipts.title'), active: 'transactions' }, page);
  });

  app.get('/years/:year', { schema: { params: OfYear }, config: sendsFile }, async (request, reply) => {
    const { book } = inBook(request);
    const year = Number(request.params.year);
    const found = await database.read(book, (sql) => receiptsOfYear(sql, book.id, year));
    if (found.length === 0) throw new NotFoundError(say('receipts.unknown'));
    const name = `${say('receipts.title')} ${year}.zip`;
    asFile(reply, { type: 'application/zip', name, inline: false, tag: `${book.version}` });
    return reply.send(yearArchive((work) => database.read(book, work), store, found));
  });

  app.get('/:receiptId', { schema: { params: OfReceipt } }, async (request, reply) => {
    const { book } = inBook(request);
    const receipt = await existing(request);
    const isThere = (await database.read(book, (sql) => store.get(sql, receipt.hash, 0))) !== undefined;
    const mayDelete = book.role !== 'viewer';
    const body = receiptPage({ book: book.id, csrf: reply.csrf(), receipt, isThere, mayDelete });
    return reply.page({ title: say('receipts.one'), active: 'transactions' }, body);
  });

  app.get(
    '/:receiptId/thumbnail',
    { schema: { params: OfReceipt }, config: sendsFile },
    async (request, reply) => {
      const { book } = inBook(request);
      const receipt = await existing(request);
      const picture = await database.read(book, (sql) => thumbnailOf(sql, receipt));
      if (picture === null) throw new NotFoundError(say('receipts.unknown'));
      asFile(reply, { type: 'image/webp', name: receipt.name, inline: true, tag: `${receipt.hash}-small` });
      return isKnown(request, reply) ? reply.code(304).send() : reply.send(picture);
    },
  );

  app.get(
    '/:receiptId/file',
    { schema: { params: OfReceipt, querystring: FileQuery }, config: sendsFile },
    async (request, reply) => {
      const { book } = inBook(request);
      const receipt = await existing(request);
      const { type, hash, bytes } = receipt;
      const inline = request.query.download === undefined;
      asFile(reply, { type, name: nameOf(receipt), inline, tag: hash });
      if (isKnown(request, reply)) return reply.code(304).send();
      const parts = readFile((work) => database.read(book, work), store, receipt);
      const first = await parts.next().catch((error) => {
        if (error instanceof MissingFileError) throw new NotFoundError(say('receipts.gone'));
        throw error;
      });
      reply.header('content-length', bytes);
      return reply.send(Readable.from(following(first, parts)));
    },
  );

  app.post(
    '/:receiptId/delete',
    { schema: { params: OfReceipt, body: DeleteForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { book } = inBook(request);
      const receipt = await existing(request).catch(() => undefined); // sent twice: it is gone
      const { receiptId } = request.params;
      const act = await database.write(
        changeOf(request),
        acted((sql) => deleteReceipt(sql, book.id, receiptId)),
      );
      const row = receipt?.transaction ?? undefined;
      const back = `/books/${book.id}/${row === undefined ? 'receipts' : `transactions/${row}`}`;
      return reply.redirect(afterAct(back, act), 303);
    },
  );

  async function existing(request: FastifyRequest): Promise<FoundReceipt> {
    const { person, book } = inBook(request);
    const { receiptId } = request.params as { receiptId: string };
    const found = await database.read(book, (sql) => findReceipt(sql, book.id, person.id, receiptId));
    if (!found) throw new NotFoundError(say('receipts.unknown'));
    return found;
  }
};

/** Name with the ending of what the file is by now: a photo in another format was painted as JPEG. */
function nameOf({ name, type }: FoundReceipt): string {
  const ending = type === 'application/pdf' ? 'pdf' : 'jpg';
  return `${name.replace(/\.\w{1,5}$/, '')}.${ending}`;
}

/** True where the browser has this file already. */
function isKnown({ headers }: FastifyRequest, reply: FastifyReply): boolean {
  return headers['if-none-match'] === reply.getHeader('etag');
}

async function* following(first: IteratorResult<Uint8Array>, rest: AsyncGenerator<Uint8Array>) {
  if (!first.done) yield first.value;
  yield* rest;
}
