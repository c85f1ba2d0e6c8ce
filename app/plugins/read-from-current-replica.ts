import { postgresIsAway, type Sql, type TransactionSql } from '../database/connect.ts';
import type { KnownBook } from './opened-book-types.ts';

/** Reads from a replica; undefined when it lags behind the version or does not answer: read from the primary then. */
export type ReadReplica = <T>(
  book: KnownBook,
  work: (sql: TransactionSql) => Promise<T>,
) => Promise<{ readonly value: T } | undefined>;

/** Milliseconds in which the replica must report its version. */
const PATIENCE = 300;
/** Milliseconds for which it is not asked again after a timeout. */
const REST = 5000;

/**
 * Creates reads of a book from a replica that may lag behind.
 *
 * Every writing transaction raises the book's version, so a snapshot with the version that the primary reported
 * contains everything written until then; an older one is not used. Nobody reads stale data, neither the writer nor
 * anybody else.
 *
 * @param tell called with the outcome of each read
 */
export function createReplica(sql: Sql, tell: (by: 'replica' | 'behind' | 'away') => void): ReadReplica {
  let restsUntil = 0;
  const instead = (by: 'behind' | 'away') => {
    tell(by);
    return undefined;
  };
  const isAway = () => {
    restsUntil = performance.now() + REST;
    return instead('away');
  };

  return async function readReplica<T>(book: KnownBook, work: (sql: TransactionSql) => Promise<T>) {
    if (performance.now() < restsUntil) return instead('away');
    const patience = Promise.withResolvers<'late'>();
    const timer = setTimeout(patience.resolve, PATIENCE, 'late');
    let isLate = false;
    const asked = sql.begin('isolation level repeatable read read only', async (tx) => {
      // A session or membership that has not been replicated yet sees no book, which counts as lag, too.
      const opened = tx`select open_book(${book.session}, ${book.id})`.execute();
      const question = tx<{ version: bigint }[]>`select version from book where id = acting_book()`;
      const [[row]] = await Promise.all([question, opened]);
      clearTimeout(timer);
      if (isLate || !row || row.version < book.version) return undefined;
      return { value: await work(tx) };
    }) as Promise<{ value: T } | undefined>;
    asked.catch(() => {}); // after a timeout nobody awaits it any more
    try {
      const found = await Promise.race([asked, patience.promise]);
      if (found === 'late') {
        isLate = true;
        return isAway();
      }
      if (found === undefined) return instead('behind');
      tell('replica');
      return found;
    } catch (error) {
      if (isConflict(error)) return instead('behind');
      if (postgresIsAway(error)) return isAway();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** True when the replica cancelled a query that conflicts with replay. */
function isConflict(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === '40001';
}
