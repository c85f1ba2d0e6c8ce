import type { Tls } from './database/secured-socket.ts';
import type { WatchTimes } from './database/server-watch.ts';
import {
  collectorUrl,
  type Environment,
  linkToken,
  oneOf,
  origin,
  password,
  read,
  redisUrl,
  sessionSecrets,
  share,
  text,
  type Values,
  type Variable,
  whole,
} from './environment.ts';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What every process that serves people is told. */
export const serving = {
  NODE_ENV: oneOf(['production', 'development', 'test'], 'production'),
  HOST: text('0.0.0.0'),
  PORT: whole(0, 65535, 8080),
  METRICS_PORT: whole(0, 65535, 9464),
  PUBLIC_URL: { parse: origin },
  LOG_LEVEL: oneOf(levels, 'info'),
  DRAIN_SECONDS: whole(0, 300, 10),
  /** How many proxies each request comes through; none is believed unless it is known to be there. */
  TRUSTED_PROXIES: whole(0, 9, 0),
  UPLOAD_MAX_BYTES: whole(1, 100 * 1024 * 1024, 18 * 1024 * 1024),
} satisfies Record<string, Variable<unknown>>;

/** ConfigMap `web`. */
const server = {
  ...serving,
  /** Who may sign up: anybody, whoever has a link, or nobody. */
  SIGN_UP: oneOf(['open', 'invited', 'closed'], 'invited'),
  REDIS_URL: { parse: redisUrl, fallback: undefined, secret: true },
  UPLOAD_FOLDER: text('/srv/uploads'),
  OTEL_EXPORTER_OTLP_ENDPOINT: { parse: collectorUrl, fallback: undefined },
  OTEL_TRACES_SAMPLER_ARG: share(0.1),
} satisfies Record<string, Variable<unknown>>;

/** Secrets `session` and `redis`. */
const secrets = {
  SESSION_SECRET: { parse: sessionSecrets, secret: true },
  REDIS_PASSWORD: { ...text(''), secret: true },
} satisfies Record<string, Variable<unknown>>;

/** The part of ConfigMap `web` and of Secret `database` that reaches Postgres. */
const database = {
  DB_HOST: text(),
  DB_READ_HOST: text(''),
  DB_PORT: whole(1, 65535, 5432),
  DB_TLS: oneOf(['verify-full', 'require', 'disable'], 'verify-full'),
  DB_CA_FILE: text(''),
  DB_NAME: text(),
  DB_POOL_SIZE: whole(1, 200, 10),
  DB_USER: text(),
  DB_PASSWORD: { parse: password, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Secret `database-owner`, which only the migration has. */
const owner = {
  DB_OWNER_USER: text(),
  DB_OWNER_PASSWORD: { parse: password, secret: true },
  /** The one before, while the server may still have that. */
  DB_OWNER_PREVIOUS_PASSWORD: { parse: password, fallback: undefined, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Secrets `database-backup` and `database-metrics`, where the migration keeps the passwords of these roles. */
const beside = {
  DB_BACKUP_USER: text(''),
  DB_BACKUP_PASSWORD: { parse: password, fallback: undefined, secret: true },
  DB_METRICS_USER: text(''),
  DB_METRICS_PASSWORD: { parse: password, fallback: undefined, secret: true },
} satisfies Record<string, Variable<unknown>>;

const CREDENTIALS = ['DB_USER', 'DB_PASSWORD'];

/** Secret `first-invitation`, where people sign up by links alone. */
const firstInvitation = {
  FIRST_INVITATION: { parse: linkToken, fallback: undefined, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Every name that the app reads, by where it comes from. */
export const variableNames = {
  plain: [...Object.keys(server), ...Object.keys(database).filter((name) => !CREDENTIALS.includes(name))],
  secret: [...Object.keys(secrets), ...CREDENTIALS],
  migration: Object.keys({ ...owner, ...beside, ...firstInvitation }),
};

/** Where Postgres is and who asks. */
export interface DatabaseConfig {
  readonly host: string;
  /** Answers reads alone, and may lag behind. @default everything is read at `host` */
  readonly readHost?: string;
  readonly port: number;
  readonly name: string;
  readonly poolSize: number;
  readonly user: string;
  readonly password: string;
  /** @default nothing is encrypted */
  readonly tls?: Tls;
  /** When a server that says nothing is taken for one that is away. @default those of server-watch.ts */
  readonly watch?: WatchTimes;
}

/** Somebody whom Postgres knows. */
export interface Role {
  readonly user: string;
  readonly password: string;
}

export function readDatabaseConfig(environment: Environment): DatabaseConfig {
  return toDatabase(read(environment, database));
}

/** The same database twice: as the app sees it and as its owner, for the migration. */
export function readMigrationConfig(environment: Environment) {
  const values = read(environment, { ...database, ...owner, ...beside, ...firstInvitation }, (found) =>
    found.DB_OWNER_USER !== undefined && found.DB_OWNER_USER === found.DB_USER
      ? ['DB_OWNER_USER and DB_USER must differ: the app must not own its tables']
      : [],
  );
  const app = toDatabase(values);
  return {
    app,
    owner: { ...app, user: values.DB_OWNER_USER, password: values.DB_OWNER_PASSWORD },
    previousOwnerPassword: values.DB_OWNER_PREVIOUS_PASSWORD,
    beside: [
      { user: values.DB_BACKUP_USER, password: values.DB_BACKUP_PASSWORD },
      { user: values.DB_METRICS_USER, password: values.DB_METRICS_PASSWORD, of: 'pg_monitor' as const },
    ].flatMap(({ user, password, ...rest }) =>
      user === '' || password === undefined ? [] : [{ user, password, ...rest }],
    ),
    /** Token of the link by which the first person signs up. */
    firstInvitation: values.FIRST_INVITATION,
  };
}

/** Who may sign up. */
export type SignUpMode = Config['signUp'];

/** Everything the web process knows about its surroundings. */
export type Config = ReturnType<typeof readConfig>;

export function readConfig(environment: Environment) {
  const values = read(environment, { ...server, ...secrets, ...database });
  return {
    ...toServing(values),
    signUp: values.SIGN_UP,
    sessionSecrets: values.SESSION_SECRET,
    database: toDatabase(values),
    redis: values.REDIS_URL
      ? {
          url: values.REDIS_URL,
          password: values.REDIS_PASSWORD,
          keyPrefix: 'finance:',
          /** How many milliseconds an answer may take. */
          patience: 200,
          /** For how many it is left alone after some that took longer. */
          rest: 1_000,
        }
      : undefined,
    uploads: { folder: values.UPLOAD_FOLDER, maxBytes: values.UPLOAD_MAX_BYTES },
    /** Absent: nothing of it is loaded. The share is of the traces that begin here; a caller's decision is kept. */
    traces: values.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT, sampleRatio: values.OTEL_TRACES_SAMPLER_ARG }
      : undefined,
  };
}

/** What {@link serving} means. */
export function toServing(values: Values<typeof serving>) {
  return {
    environment: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    metricsPort: values.METRICS_PORT,
    /** The origin that people type, without a path. */
    publicOrigin: values.PUBLIC_URL.origin,
    /** Whether people reach us by https, which decides the cookie's name and HSTS. */
    https: values.PUBLIC_URL.protocol === 'https:',
    logLevel: values.LOG_LEVEL,
    drainSeconds: values.DRAIN_SECONDS,
    trustedProxies: values.TRUSTED_PROXIES,
  };
}

function toDatabase(values: Values<typeof database>): DatabaseConfig {
  return {
    host: values.DB_HOST,
    ...(values.DB_READ_HOST !== '' && { readHost: values.DB_READ_HOST }),
    port: values.DB_PORT,
    name: values.DB_NAME,
    poolSize: values.DB_POOL_SIZE,
    user: values.DB_USER,
    password: values.DB_PASSWORD,
    ...(values.DB_TLS !== 'disable' && {
      tls: { verify: values.DB_TLS === 'verify-full', caFile: values.DB_CA_FILE || undefined },
    }),
  };
}
