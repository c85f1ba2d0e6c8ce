import type { Socket } from 'node:net';
import postgres from 'postgres';
import type { DatabaseConfig } from '../config.ts';
import { socketTo } from './open-driver-socket.ts';
import { isPatched } from './patch-installed-driver.ts';

/**
 * Maps `int8` to bigint and keeps `date` as text, so that neither cents nor days are lost. A `numeric` is a sum of
 * minor units and may exceed an `int8`; one with a fraction stays text.
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
  /** Milliseconds of silence after which a connection is dropped. @default never - a migration may take long */
  readonly silence?: number;
  /** Called with the socket of each new connection. @default not called */
  readonly onLine?: (line: Socket) => void;
  /** Called with the socket that the driver gets of each: that of TLS, which is about to verify its server. @default not called */
  readonly onSocket?: (socket: Socket) => void;
  /** Makes no more connections once aborted. @default never */
  readonly over?: AbortSignal;
};

/**
 * A server in the same network answers within milliseconds; one that is gone never does, and its Service may still
 * route to it.
 */
const CONNECT_SECONDS = 3;

/**
 * Creates a lazy pool: it connects on the first query.
 *
 * @throws Error when the driver is not patched
 */
export function connect(
  config: DatabaseConfig,
  { silence, onLine, onSocket, over, ...options }: Options = {},
): Sql {
  if (!isPatched()) throw new Error(UNMENDED);
  return postgres({
    host: config.host,
    port: config.port,
    database: config.name,
    user: config.user,
    password: config.password,
    max: config.poolSize,
    connect_timeout: CONNECT_SECONDS,
    idle_timeout: 300,
    // The driver's types lack this option.
    ...{
      socket: () => socketTo(config, { silence, onLine, onSocket, over, patience: CONNECT_SECONDS * 1000 }),
    },
    max_lifetime: 30 * 60,
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1), // Postgres is back within 1 s, not within 20
    onnotice: () => {},
    types,
    ...options,
    connection: {
      application_name: config.application ?? 'finance-web',
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 15_000,
      ...options.connection,
    },
  });
}

const UNMENDED =
  'The Postgres driver is as published: when a connection is lost inside a transaction it ends the process, or books what nobody confirmed. Run: npm run postinstall (without npm: node app/database/patch-installed-driver.ts)';

const awayCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE'],
  ...['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED'],
  ...['57P01', '57P02', '57P03', '53300'], // shutting down, crashed, starting up, too many connections
  ...['25P03', '57P05'], // Postgres ended an idle connection
]);

/** True when Postgres was unreachable, as opposed to rejecting the query. */
export function postgresIsAway(error: unknown): boolean {
  return awayCodes.has(String((error as { code?: unknown } | undefined)?.code));
}
