import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Change } from '../../plugins/postgres-transactions.ts';
import { TooManyFilesError } from '../../receipts/convert/convert-in-child-process.ts';
import { RefusedFileError } from '../../receipts/convert/refused-file.ts';
import { receiptProblem } from '../../receipts/receipt-problem-text.ts';
import type { Receipt } from '../../receipts/receipt-queries.ts';
import { isStoreFull } from '../../receipts/store/store-interface.ts';
import { keepReceipt, QuotaError, waitingReceipts } from '../../receipts/store-and-attach-receipts.ts';
import { fingerprint } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import type { UploadedFile } from '../../web/upload-body.ts';
import { say } from '../../words/say.ts';
import { MOST_RECEIPTS } from './schema.ts';

/** Receipts of a form that is not saved. */
export interface FormReceipts {
  /** Those that are kept until it is. */
  readonly waiting: readonly Receipt[];
  /** What is wrong with files that came with it. */
  readonly problem?: string | undefined;
}

interface Sent {
  readonly receipt?: string | string[] | undefined;
  readonly files?: readonly UploadedFile[] | undefined;
}

/**
 * Takes the receipts of a form that was sent. Files are kept until the form is saved, whatever else is wrong with it: a browser
 * would not send them again.
 */
export async function takeReceipts(request: FastifyRequest, sent: Sent): Promise<FormReceipts> {
  const { person, book } = inBook(request);
  const { database, receipts } = request.server;
  const { files = [] } = sent;
  const ids = [sent.receipt ?? []].flat();
  const before =
    ids.length === 0 ? [] : await database.read(book, (sql) => waitingReceipts(sql, book.id, person.id, ids));
  const kept = new Map(before.map((receipt) => [receipt.id, receipt]));
  const problems: string[] = [];
  if (kept.size + files.length > MOST_RECEIPTS)
    return { waiting: before, problem: say('receipts.tooMany', { count: MOST_RECEIPTS }) };
  for (const { name, bytes } of files) {
    try {
      if (bytes.length > receipts.maxBytes) throw new RefusedFileError('too large');
      const file = await receipts.converter.convert(bytes);
      const of = { book: book.id, person: person.id, most: receipts.bookBytes };
      const receipt = await database.write({ book, key: randomUUID() }, (sql) =>
        keepReceipt(sql, receipts.store, of, { name, file }),
      );
      kept.set(receipt.id, receipt);
    } catch (error) {
      if (!isTold(error)) throw error;
      problems.push(receiptProblem(error, name, receipts));
    }
  }
  return { waiting: [...kept.values()], ...(problems.length > 0 && { problem: problems.join(' ') }) };
}

function isTold(error: unknown): boolean {
  return (
    error instanceof RefusedFileError ||
    error instanceof QuotaError ||
    isStoreFull(error) ||
    error instanceof TooManyFilesError
  );
}

/** The change of a form with receipts: sent twice it is the same, though its files were kept twice. */
export function changeWithReceipts(
  request: FastifyRequest<{ Body: { readonly key: string } & Sent }>,
  { waiting }: FormReceipts,
): Change {
  const { book } = inBook(request);
  const { files: _, receipt: __, ...fields } = request.body;
  const hashes = waiting.map(({ hash }) => hash).toSorted();
  const contents = hashes.length === 0 ? fields : { ...fields, hashes };
  return { book, key: request.body.key, fingerprint: fingerprint(contents) };
}

export function idsOf(receipts: readonly Receipt[]): readonly string[] {
  return receipts.map(({ id }) => id);
}
