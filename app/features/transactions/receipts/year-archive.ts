import { Readable } from 'node:stream';
import { makeZip } from 'client-zip';
import { MissingFileError, type Reading, readFile } from '../../../receipts/read-stored-file-in-parts.ts';
import type { ReceiptStore } from '../../../receipts/store/store-interface.ts';
import { say } from '../../../words/say.ts';
import { archiveNames } from './file-names-in-archive.ts';
import type { YearReceipt } from './query-receipts-by-year.ts';

/**
 * Streams receipts as one zip. A file is read part by part while somebody takes the archive; one that is missing is named in
 * a text file at its end, and the others are there.
 */
export function yearArchive(read: Reading, store: ReceiptStore, receipts: readonly YearReceipt[]): Readable {
  const names = archiveNames(receipts);
  const missing: string[] = [];
  async function* entries() {
    for (const [index, receipt] of receipts.entries()) {
      const name = names[index] ?? receipt.id;
      const parts = readFile(read, store, receipt);
      const first = await parts.next().catch((error) => {
        if (!(error instanceof MissingFileError)) throw error;
        return undefined;
      });
      if (first === undefined) missing.push(name);
      else yield { name, lastModified: receipt.createdAt, input: from(first, parts) };
    }
    if (missing.length > 0)
      yield {
        name: say('receipts.missingName'),
        input: say('receipts.missingFiles', { names: missing.join(', ') }),
      };
  }
  return Readable.fromWeb(makeZip(entries()) as Parameters<typeof Readable.fromWeb>[0]);
}

async function* from(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (!first.done) yield first.value as Uint8Array<ArrayBuffer>;
  for await (const part of rest) yield part as Uint8Array<ArrayBuffer>;
}
