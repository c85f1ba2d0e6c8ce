import plugin from 'fastify-plugin';
import { Counter } from 'prom-client';
import type { DatabaseConfig } from '../config.ts';
import { connect, type Sql, type TransactionSql } from '../database/connect.ts';
import { fromExactJson, toExactJson } from '../database/exact-json.ts';
import { type BookVersion, createReplica, type ReadReplica } from './replica.ts';

declare module 'fastify' {
  interface FastifyInstance {
    database: Database;
  }
}

export interface Change {
  readonly book: string;
  readonly person: string;
  /** Made when the form is rendered, or the API's `Idempotency-Key`: the same key again has no second effect. */
  readonly key: string;
  /**
   * Text that is the same for the same request; a key that comes back with another one is a KeyReusedError.
   * @default '' - the key alone decides
   */
  readonly fingerprint?: string;
}

export interface Database {
  /** The pool, for tables without a book (person, session). */
  readonly sql: Sql;
  /** One snapshot of one book. */
  read<T>(book: string, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /**
   * The same at the copy of the database, where there is one that has this version of the book; else at the primary.
   * For work that reads what belongs to the book and nothing else: only that does the version stand for.
   */
  readReplica<T>(book: BookVersion, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /**
   * One transaction on one book. What `work` returns is stored beside the key (as JSON; bigint and Date survive) and
   * given back when the key comes again; work that throws leaves nothing.
   */
  write<T>(change: Change, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
}

/** A key that was used before, for something else. */
export class KeyReusedError extends Error {
  readonly statusCode = 409;
  constructor() {
    super('This form was sent before with other contents. Open it again to make another change.');
    this.name = 'KeyReusedError';
  }
}

export const postgresPlugin = plugin<DatabaseConfig>(
  async (app, config) => {
    const sql = connect(config, { silence: 12_000 }); // statements end after ten seconds
    const { statements } = app.tracing;
    const copy = config.readHost
      ? connect({ ...config, host: config.readHost }, { silence: 12_000 })
      : undefined;
    const reads = new Counter({
      name: 'app_replica_reads_total',
      help: 'Reads that the copy of the database could have answered, by what it did: replica, behind, away',
      labelNames: ['by'],
      registers: [app.metrics],
    });
    const replica = copy && createReplica(statements(copy), (by) => reads.inc({ by }));
    app.decorate('database', createDatabase(statements(sql), replica));
    app.addHook('onClose', () => Promise.all([sql.end({ timeout: 5 }), copy?.end({ timeout: 5 })]));
  },
  { name: 'postgres', dependencies: ['metrics', 'tracing'] },
);

export function createDatabase(sql: Sql, replica?: ReadReplica): Database {
  const database: Database = {
    sql,
    async readReplica(book, work) {
      const found = await replica?.(book, work);
      return found ? found.value : database.read(book.id, work);
    },
    read: (book, work) =>
      sql.begin('isolation level repeatable read read only', async (tx) => {
        const scoped = enter(tx, book, '');
        const [result] = await Promise.all([work(tx), scoped]);
        return result;
      }) as Promise<never>,
    write: (change, work) => sql.begin((tx) => writeOnce(tx, change, work)) as Promise<never>,
  };
  return database;
}

async function writeOnce<T>(tx: TransactionSql, change: Change, work: (tx: TransactionSql) => Promise<T>) {
  const { book, person, key, fingerprint = '' } = change;
  const scoped = enter(tx, book, person);
  // A second transaction with the key waits here until the first has committed, then finds its result.
  const claimed = tx`
    insert into idempotency (book_id, person_id, key, fingerprint) values (${book}, ${person}, ${key}, ${fingerprint})
    on conflict do nothing`.execute();
  const [{ count }] = await Promise.all([claimed, scoped]);
  if (count === 0) return earlierResult<T>(tx, change, fingerprint);

  const result = toExactJson(await work(tx));
  const kept = tx`
    with forgotten as (
      delete from idempotency where book_id = ${book} and created_at < now() - interval '7 days'
    )
    update idempotency set result = ${result}::text::json
    where book_id = ${book} and person_id = ${person} and key = ${key}`.execute();
  // Last, so that its row lock is short, and whoever reads this version reads everything it stands for.
  const bumped = tx`update book set version = version + 1 where id = ${book}`.execute();
  await Promise.all([kept, bumped]);
  return fromExactJson<T>(result);
}

async function earlierResult<T>(tx: TransactionSql, change: Change, fingerprint: string): Promise<T> {
  const [row] = await tx<{ fingerprint: string; result: string }[]>`
    select fingerprint, result::text from idempotency
    where book_id = ${change.book} and person_id = ${change.person} and key = ${change.key}`;
  if (!row || row.fingerprint !== fingerprint) throw new KeyReusedError();
  return fromExactJson<T>(row.result);
}

/** Sent at once and not waited for: the statements after it follow on the same connection. */
function enter(tx: TransactionSql, book: string, person: string) {
  return tx`select set_config('app.book_id', ${book}, true), set_config('app.person_id', ${person}, true)`.execute();
}
