import type { Socket } from 'node:net';
import postgres from 'postgres';
import type { DatabaseConfig } from '../config.ts';
import { isMended } from './mend-driver.ts';
import { socketTo } from './socket.ts';

/**
 * `int8` is a bigint and `date` stays text, so neither a cent nor a day is lost on the way. A `numeric` is a sum of minor
 * units and may be larger than an `int8`; one with digits after the point stays text.
 */
const types = {
  bigint: postgres.BigInt,
  date: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day },
  numeric: {
    to: 1700,
    from: [1700],
    serialize: (sum: bigint) => sum.toString(),
    parse: (sum: string) => (/^-?\d+$/.test(sum) ? BigInt(sum) : sum) as bigint,
  },
};
type Types = { bigint: bigint; date: string; numeric: bigint };

export type Sql = postgres.Sql<Types>;
export type TransactionSql = postgres.TransactionSql<Types>;

export type Options = postgres.Options<typeof types> & {
  /** Milliseconds after which a connection that says nothing is given up. @default never - a migration may take long */
  readonly silence?: number;
  /** Told of each connection when it is made, as a socket. @default nobody is told */
  readonly onLine?: (line: Socket) => void;
  /** Once aborted, no connection is made any more. @default never */
  readonly over?: AbortSignal;
};

/** A server in the same network answers within milliseconds; one that is gone never does, and its Service may lead there. */
const CONNECT_SECONDS = 3;

/**
 * A lazy pool: it connects with the first query.
 *
 * @throws Error where the driver was not mended
 */
export function connect(config: DatabaseConfig, { silence, onLine, over, ...options }: Options = {}): Sql {
  if (!isMended()) throw new Error(UNMENDED);
  return postgres({
    host: config.host,
    port: config.port,
    database: config.name,
    user: config.user,
    password: config.password,
    max: config.poolSize,
    connect_timeout: CONNECT_SECONDS,
    idle_timeout: 300,
    // Missing in the driver's types.
    ...{ socket: () => socketTo(config, { silence, onLine, over, patience: CONNECT_SECONDS * 1000 }) },
    max_lifetime: 30 * 60,
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1), // back within a second of Postgres, not within 20
    onnotice: () => {},
    types,
    ...options,
    connection: {
      application_name: 'finance-web',
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 15_000,
      ...options.connection,
    },
  });
}

const UNMENDED =
  'The Postgres driver is as published: when a connection is lost inside a transaction it ends the process, or books what nobody confirmed. Run: npm run postinstall (without npm: node app/database/mend-driver.ts)';

const awayCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE'],
  ...['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED'],
  ...['57P01', '57P02', '57P03', '53300'], // shutting down, crashed, starting up, too many connections
  ...['25P03', '57P05'], // it ended a connection that said nothing for long
]);

/** Whether Postgres could not be asked, rather than did not like the question. */
export function postgresIsAway(error: unknown): boolean {
  return awayCodes.has(String((error as { code?: unknown } | undefined)?.code));
}
