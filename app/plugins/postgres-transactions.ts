import type { Socket } from 'node:net';
import plugin from 'fastify-plugin';
import { Counter, Gauge } from 'prom-client';
import type { DatabaseConfig } from '../config.ts';
import { connect, type Sql, type TransactionSql } from '../database/connect.ts';
import { detectFrozenServer, type ServerWatch } from '../database/detect-frozen-server.ts';
import { replaceablePool } from '../database/pool-replaced-after-outage.ts';
import { fromExactJson, toExactJson } from '../json-with-bigints-and-dates.ts';
import { say } from '../words/say.ts';
import type { BookToImport, KnownBook, OpenBook } from './opened-book-types.ts';
import { createReplica, type ReadReplica } from './read-from-current-replica.ts';

declare module 'fastify' {
  interface FastifyInstance {
    database: Database;
  }
}

export interface Change {
  readonly book: OpenBook | BookToImport;
  /** Created when the form is rendered, or the API's `Idempotency-Key`; the same key again has no second effect. */
  readonly key: string;
  /**
   * Digest of the request's contents; a known key with another fingerprint is a KeyReusedError.
   * @default '' - the key alone decides
   */
  readonly fingerprint?: string;
}

export interface Database {
  /** The pool. Row-level security hides all rows from it; it can only call functions that find, start and end sessions. */
  readonly sql: Sql;
  /** Detects a frozen primary: while it is away, queries fail at once. */
  readonly watch: ServerWatch;
  /** Runs a transaction on data of the session's person that belongs to no book. */
  asPerson<T>(session: Buffer, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /** Runs read-only work in one snapshot of one book. */
  read<T>(book: OpenBook | BookToImport, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /**
   * Reads from the replica when it has this version of the book, otherwise from the primary. Only for data of the book:
   * the version covers nothing else.
   */
  readReplica<T>(book: KnownBook, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /**
   * Runs a transaction on one book. The result of `work` is stored with the key (as JSON; bigint and Date survive) and
   * returned when the key comes again; a failed `work` leaves nothing.
   */
  write<T>(change: Change, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
}

/** The key was used before, for another request. */
class KeyReusedError extends Error {
  readonly statusCode = 409;
  constructor() {
    super(say('errors.keyReused'));
    this.name = 'KeyReusedError';
  }
}

/** The session has ended, or its person is no member of the book, by the time the transaction opens. */
export class NotOpenError extends Error {
  readonly statusCode = 404;
  constructor() {
    super(say('errors.notOpen'));
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
      const watch = detectFrozenServer({ host, port: config.port }, config.watch);
      up.set({ server: name }, 1);
      watch.onChange((isAway) => {
        up.set({ server: name }, isAway ? 0 : 1);
        if (isAway) app.log.warn({ server: name }, 'Postgres is away: nobody waits for it until it is back');
        else app.log.info({ server: name }, 'Postgres is back');
      });
      // Longer than the statement timeout of ten seconds.
      const onSocket = (socket: Socket) =>
        app.noteCertificate(name === 'primary' ? 'postgres' : 'postgres-replica', socket);
      const pool = replaceablePool(watch, (own) =>
        connect({ ...config, host }, { silence: 12_000, onSocket, ...own }),
      );
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
      sql.begin((tx) => inside(openFor(tx, { id: null, session }), () => work(tx))) as Promise<never>,
    read: (book, work) =>
      sql.begin('isolation level repeatable read read only', (tx) =>
        inside(openFor(tx, book), () => work(tx)),
      ) as Promise<never>,
    write: (change, work) => sql.begin((tx) => writeOnce(tx, change, work)) as Promise<never>,
  };
  return database;
}

async function writeOnce<T>(tx: TransactionSql, change: Change, work: (tx: TransactionSql) => Promise<T>) {
  const { book, key, fingerprint = '' } = change;
  // A concurrent transaction with the same key blocks here until the first commits, then returns its result.
  const claim = () =>
    tx`
    insert into idempotency (book_id, person_id, key, fingerprint)
    values (${book.id}, acting_importer(), ${key}, ${fingerprint})
    on conflict do nothing`.execute();
  const { count } = await inside(openFor(tx, book), claim);
  if (count === 0) return earlierResult<T>(tx, change, fingerprint);

  const result = toExactJson(await work(tx));
  const kept = tx`
    update idempotency set result = ${result}::text::json
    where book_id = ${book.id} and person_id = acting_importer() and key = ${key}`.execute();
  // Last, to keep the row lock short, and so that this version covers everything written before.
  const bumped = tx`select raise_version()`.execute();
  await Promise.all([kept, bumped]);
  return fromExactJson<T>(result);
}

async function earlierResult<T>(tx: TransactionSql, change: Change, fingerprint: string): Promise<T> {
  const [row] = await tx<{ fingerprint: string; result: string }[]>`
    select fingerprint, result::text from idempotency
    where book_id = ${change.book.id} and person_id = acting_importer() and key = ${change.key}`;
  if (!row || row.fingerprint !== fingerprint) throw new KeyReusedError();
  return fromExactJson<T>(row.result);
}

/** Sends the query without waiting: later statements are pipelined on the same connection. */
function openFor(tx: TransactionSql, book: OpenBook | BookToImport | { id: null; session: Buffer }) {
  const opened =
    'token' in book
      ? tx<Opened>`select open_book_to_import(${book.token}, ${book.id}) as role`
      : tx<Opened>`select open_book(${book.session}, ${book.id}) as role`;
  return opened.execute();
}

type Opened = { role: string | null }[];

/** Result of `work`, unless the transaction did not open: then it saw no rows, and its result is meaningless. */
async function inside<T>(opening: ReturnType<typeof openFor>, work: () => Promise<T>): Promise<T> {
  const [opened, done] = await Promise.allSettled([opening, work()]);
  if (opened.status === 'rejected') throw opened.reason;
  if (opened.value[0]?.role === null) throw new NotOpenError();
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
