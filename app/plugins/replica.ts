import { postgresIsAway, type Sql, type TransactionSql } from '../database/connect.ts';
import type { KnownBook } from './postgres.ts';

/** Undefined where the copy lags behind that version, or does not answer: the primary has to be asked. */
export type ReadReplica = <T>(
  book: KnownBook,
  work: (sql: TransactionSql) => Promise<T>,
) => Promise<{ readonly value: T } | undefined>;

/** Milliseconds until a copy must have said which version it has. */
const PATIENCE = 300;
/** Milliseconds for which it is left alone after it did not. */
const REST = 5000;

/**
 * Reads of a book at a copy of the database that may lag behind.
 *
 * Every writing transaction raises the book's version, so a snapshot in which the book has the version that the primary
 * told has everything written until then; an older one is not used. Nobody reads what is stale, neither who wrote it nor
 * anybody else.
 *
 * @param tell hears of each read what the copy did
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
      // A session or a membership that has not arrived here sees no book: that is a copy that lags behind, too.
      const opened = tx`select open_book(${book.session}, ${book.id})`.execute();
      const question = tx<{ version: bigint }[]>`select version from book where id = acting_book()`;
      const [[row]] = await Promise.all([question, opened]);
      clearTimeout(timer);
      if (isLate || !row || row.version < book.version) return undefined;
      return { value: await work(tx) };
    }) as Promise<{ value: T } | undefined>;
    asked.catch(() => {}); // where it is late, nobody waits for it any more
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

/** A copy ends a query that is in the way of what it has to replay. */
function isConflict(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === '40001';
}
