import plugin from 'fastify-plugin';
import { Counter, Gauge } from 'prom-client';
import type { DatabaseConfig } from '../config.ts';
import { connect, type Sql, type TransactionSql } from '../database/connect.ts';
import { fromExactJson, toExactJson } from '../database/exact-json.ts';
import { type ServerWatch, watchServer } from '../database/server-watch.ts';
import { swappedPool } from '../database/swapped-pool.ts';
import { createReplica, type ReadReplica } from './replica.ts';

declare module 'fastify' {
  interface FastifyInstance {
    database: Database;
  }
}

/**
 * A book as somebody opens it. The database looks the session up and decides what its person may see and change there;
 * nothing else that a statement says counts.
 */
export interface OpenBook {
  readonly id: string;
  /** Hash of the session's token, 32 bytes. */
  readonly session: Buffer;
}

/** An open book as somebody knows it: whoever reads must see at least this much. */
export interface KnownBook extends OpenBook {
  readonly version: bigint;
}

export interface Change {
  readonly book: OpenBook;
  /** Made when the form is rendered, or the API's `Idempotency-Key`: the same key again has no second effect. */
  readonly key: string;
  /**
   * Text that is the same for the same request; a key that comes back with another one is a KeyReusedError.
   * @default '' - the key alone decides
   */
  readonly fingerprint?: string;
}

export interface Database {
  /** The pool. It sees no row of anybody; what it may ask are the functions that find, start and end sessions. */
  readonly sql: Sql;
  /** Knows whether the primary says anything at all: while it does not, whoever asks it is told so at once. */
  readonly watch: ServerWatch;
  /** One transaction for what belongs to the session's person and to no book. */
  asPerson<T>(session: Buffer, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /** One snapshot of one book. */
  read<T>(book: OpenBook, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /**
   * The same at the copy of the database, where there is one that has this version of the book; else at the primary.
   * For work that reads what belongs to the book and nothing else: only that does the version stand for.
   */
  readReplica<T>(book: KnownBook, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /**
   * One transaction on one book. What `work` returns is stored beside the key (as JSON; bigint and Date survive) and
   * given back when the key comes again; work that throws leaves nothing.
   */
  write<T>(change: Change, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
}

/** A key that was used before, for something else. */
class KeyReusedError extends Error {
  readonly statusCode = 409;
  constructor() {
    super('This form was sent before with other contents. Open it again to make another change.');
    this.name = 'KeyReusedError';
  }
}

/** A session that has ended, or whose person is no member of the book, by the time that the transaction opens. */
export class NotOpenError extends Error {
  readonly statusCode = 404;
  constructor() {
    super('There is no such book, or you are signed out.');
    this.name = 'NotOpenError';
  }
}

export const postgresPlugin = plugin<DatabaseConfig>(
  async (app, config) => {
    const { statements } = app.tracing;
    const up = new Gauge({
      name: 'app_postgres_up',
      help: '1 while Postgres answers, the primary and the copy',
      labelNames: ['server'],
      registers: [app.metrics],
    });
    const server = (name: 'primary' | 'replica', host: string) => {
      const watch = watchServer({ host, port: config.port }, config.watch);
      up.set({ server: name }, 1);
      watch.onChange((isAway) => {
        up.set({ server: name }, isAway ? 0 : 1);
        if (isAway) app.log.warn({ server: name }, 'Postgres is away: nobody waits for it until it is back');
        else app.log.info({ server: name }, 'Postgres is back');
      });
      // Statements end after ten seconds.
      const pool = swappedPool(watch, (own) => connect({ ...config, host }, { silence: 12_000, ...own }));
      app.addHook('onClose', async () => {
        watch.stop();
        await pool.end(5);
      });
      return { watch, sql: statements(pool.sql) };
    };
    const primary = server('primary', config.host);
    const copy = config.readHost ? server('replica', config.readHost) : undefined;
    const reads = new Counter({
      name: 'app_replica_reads_total',
      help: 'Reads that the copy of the database could have answered, by what it did: replica, behind, away',
      labelNames: ['by'],
      registers: [app.metrics],
    });
    const replica = copy && createReplica(copy.sql, (by) => reads.inc({ by }));
    app.decorate('database', createDatabase(primary, replica));
  },
  { name: 'postgres', dependencies: ['metrics', 'tracing'] },
);

function createDatabase({ sql, watch }: Pick<Database, 'sql' | 'watch'>, replica?: ReadReplica): Database {
  const database: Database = {
    sql,
    watch,
    async readReplica(book, work) {
      const found = await replica?.(book, work);
      return found ? found.value : database.read(book, work);
    },
    asPerson: (session, work) =>
      sql.begin((tx) => inside(openFor(tx, session, null), () => work(tx))) as Promise<never>,
    read: (book, work) =>
      sql.begin('isolation level repeatable read read only', (tx) =>
        inside(openFor(tx, book.session, book.id), () => work(tx)),
      ) as Promise<never>,
    write: (change, work) => sql.begin((tx) => writeOnce(tx, change, work)) as Promise<never>,
  };
  return database;
}

async function writeOnce<T>(tx: TransactionSql, change: Change, work: (tx: TransactionSql) => Promise<T>) {
  const { book, key, fingerprint = '' } = change;
  // A second transaction with the key waits here until the first has committed, then finds its result.
  const claim = () =>
    tx`
    insert into idempotency (book_id, person_id, key, fingerprint)
    values (${book.id}, acting_person(), ${key}, ${fingerprint})
    on conflict do nothing`.execute();
  const { count } = await inside(openFor(tx, book.session, book.id), claim);
  if (count === 0) return earlierResult<T>(tx, change, fingerprint);

  const result = toExactJson(await work(tx));
  const kept = tx`
    with forgotten as (
      delete from idempotency where book_id = ${book.id} and created_at < now() - interval '7 days'
    )
    update idempotency set result = ${result}::text::json
    where book_id = ${book.id} and person_id = acting_person() and key = ${key}`.execute();
  // Last, so that its row lock is short, and whoever reads this version reads everything it stands for.
  const bumped = tx`update book set version = version + 1 where id = ${book.id}`.execute();
  await Promise.all([kept, bumped]);
  return fromExactJson<T>(result);
}

async function earlierResult<T>(tx: TransactionSql, change: Change, fingerprint: string): Promise<T> {
  const [row] = await tx<{ fingerprint: string; result: string }[]>`
    select fingerprint, result::text from idempotency
    where book_id = ${change.book.id} and person_id = acting_person() and key = ${change.key}`;
  if (!row || row.fingerprint !== fingerprint) throw new KeyReusedError();
  return fromExactJson<T>(row.result);
}

/** Sent at once and not waited for: the statements after it follow on the same connection. */
function openFor(tx: TransactionSql, session: Buffer, book: string | null) {
  return tx<{ role: string | null }[]>`select open_book(${session}, ${book}) as role`.execute();
}

/** What `work` gives, unless the transaction did not open: then it saw nothing, and whatever it says is about nothing. */
async function inside<T>(opening: ReturnType<typeof openFor>, work: () => Promise<T>): Promise<T> {
  const [opened, done] = await Promise.allSettled([opening, work()]);
  if (opened.status === 'rejected') throw opened.reason;
  if (opened.value[0]?.role === null) throw new NotOpenError();
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
