import { setTimeout as pause } from 'node:timers/promises';
import type { TransactionSql } from '../database/connect.ts';
import { say } from '../words/say.ts';

/** A large import of the book goes on. */
class ImportGoesOnError extends Error {
  readonly statusCode = 503;
}

/** Milliseconds for which a request waits for its turn. */
const PATIENCE = 8_000;

/**
 * Has the imports of a book, and undos of them, take turns: each sees all rows of the one before. Asks again and again,
 * because a statement that waits is cancelled after ten seconds.
 *
 * @param whileWaiting called before each further try; it may throw. @default refuses to wait for more than a few seconds
 * @throws ImportGoesOnError
 */
export async function takeImportTurns(
  sql: TransactionSql,
  book: string,
  whileWaiting: () => Promise<void> = briefly(),
): Promise<void> {
  for (;;) {
    const [turn] = await sql<{ mine: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtextextended('import:' || ${book}::text, 0)) as mine`;
    if (turn?.mine) return;
    await whileWaiting();
    await pause(100);
  }
}

function briefly(): () => Promise<void> {
  const end = performance.now() + PATIENCE;
  return async () => {
    if (performance.now() > end) throw new ImportGoesOnError(say('imports.goesOn'));
  };
}
