import type { FastifyBaseLogger } from 'fastify';
import { compareFiles } from '../receipts/compare-files.ts';
import { listedFiles } from '../receipts/query-files-that-store-should-have.ts';
import type { ReceiptStore } from '../receipts/store/store-interface.ts';
import type { Work } from './database-job-handlers.ts';

/** Handlers of the nightly jobs about files of receipts, by kind. */
export function receiptJobs(
  store: ReceiptStore,
  log: Pick<FastifyBaseLogger, 'info' | 'error' | 'warn'>,
): Readonly<Record<string, Work>> {
  return {
    'expire-receipt-files': async (sql) => {
      const rows = await sql<{ hash: string }[]>`select hash from worker.unneeded_receipt_files(${MOST})`;
      for (const { hash } of rows) {
        await store.delete(sql, hash); // first: where this is interrupted, the next night finds it listed
        await sql`select worker.forget_receipt_file(${hash})`;
      }
      return rows.length === MOST;
    },
    'check-receipt-files': async (sql) => {
      const before = await listedFiles(sql);
      const stored = await store.list(sql);
      const listed = await listedFiles(sql);
      const still = new Set(listed.map(({ hash }) => hash));
      // Files come and go meanwhile: one is missing that was listed before and is after, and unlisted after.
      const { missing } = compareFiles(
        before.filter(({ hash }) => still.has(hash)),
        stored,
      );
      const { unlisted } = compareFiles(listed, stored);
      await sql`select worker.note_receipt_check(${listed.length}, ${missing.length}, ${unlisted.length})`;
      const some = (hashes: readonly string[]) => ({ count: hashes.length, first: hashes.slice(0, 10) });
      if (missing.length > 0) log.error(some(missing), 'receipts whose file is missing, or of another size');
      if (unlisted.length > 0)
        log.warn(some(unlisted), 'files that no receipt has: npm run receipts -- check');
      return false;
    },
  };
}

/** Files that are removed in one transaction. */
const MOST = 200;
