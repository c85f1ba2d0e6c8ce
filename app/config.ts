import packageFile from '../package.json' with { type: 'json' };
import type { WatchTimes } from './database/detect-frozen-server.ts';
import type { Tls } from './database/tls-socket.ts';
import {
  collectorUrl,
  type Environment,
  linkToken,
  oneOf,
  origin,
  origins,
  password,
  read,
  redisUrl,
  sessionSecrets,
  share,
  text,
  type Values,
  type Variable,
  whole,
} from './environment-variable-parsers.ts';
import type { LanguageName } from './words/languages.ts';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Variables of every process that serves people. */
export const serving = {
  NODE_ENV: oneOf(['production', 'development', 'test'], 'production'),
  HOST: text('0.0.0.0'),
  PORT: whole(0, 65535, 8080),
  METRICS_PORT: whole(0, 65535, 9464),
  PUBLIC_URL: { parse: origin },
  LOG_LEVEL: oneOf(levels, 'info'),
  DRAIN_SECONDS: whole(0, 300, 10),
  /** Number of proxies each request passes through; none is trusted unless it is known to be there. */
  TRUSTED_PROXIES: whole(0, 9, 0),
  /** Port for TLS, besides the one for clear text, where there are files of a certificate and its key. */
  TLS_PORT: whole(0, 65535, 8443),
  TLS_CERT_FILE: text(''),
  TLS_KEY_FILE: text(''),
  UPLOAD_MAX_BYTES: whole(1, 100 * 1024 * 1024, 18 * 1024 * 1024),
  /** Tag of the image that was deployed; without one, the version in package.json. */
  APP_VERSION: text(packageFile.version),
} satisfies Record<string, Variable<unknown>>;

/** Commit of an image that was built without one. */
export const UNKNOWN_COMMIT = 'unknown';

/** What the build of the image left in its environment; no ConfigMap has it. */
export const built = {
  /** Commit of the code. */
  APP_COMMIT: text(UNKNOWN_COMMIT),
} satisfies Record<string, Variable<unknown>>;

/** Collector of traces, if there is one. */
const collector = {
  OTEL_EXPORTER_OTLP_ENDPOINT: { parse: collectorUrl, fallback: undefined },
  OTEL_TRACES_SAMPLER_ARG: share(0.1),
} satisfies Record<string, Variable<unknown>>;

/** Where the files of receipts are kept: the same for app and worker. */
const receiptStore = {
  /** `database`: in its tables. `volume`: in UPLOAD_FOLDER, which all pods of app and worker share. */
  UPLOAD_STORE: oneOf(['database', 'volume'], 'database'),
  /** Folder of the volume; unused by the other store. */
  UPLOAD_FOLDER: text('/srv/uploads'),
} satisfies Record<string, Variable<unknown>>;

/** ConfigMap `web`. */
const server = {
  ...serving,
  ...collector,
  /** Origins that lead to the site besides PUBLIC_URL, such as those of other names of it: forms may come from them too. */
  OTHER_ORIGINS: { parse: origins, fallback: [] as readonly string[] },
  /** Sign-up policy: open to anybody, by invitation link, or closed. */
  SIGN_UP: oneOf(['open', 'invited', 'closed'], 'invited'),
  REDIS_URL: { parse: redisUrl, fallback: undefined, secret: true },
  /** PEM file with the authorities that may sign the certificate of Redis; without one, those that Node trusts. */
  REDIS_CA_FILE: text(''),
  ...receiptStore,
  /** MiB of receipts that one book may have. */
  UPLOAD_BOOK_MEBIBYTES: whole(1, 1_000_000, 1024),
} satisfies Record<string, Variable<unknown>>;

/** Secrets `session` and `redis`. */
const secrets = {
  SESSION_SECRET: { parse: sessionSecrets, secret: true },
  REDIS_PASSWORD: { ...text(''), secret: true },
} satisfies Record<string, Variable<unknown>>;

/** The part of ConfigMap `web` that locates Postgres. */
const place = {
  DB_HOST: text(),
  DB_PORT: whole(1, 65535, 5432),
  DB_TLS: oneOf(['verify-full', 'require', 'disable'], 'verify-full'),
  DB_CA_FILE: text(''),
  DB_NAME: text(),
} satisfies Record<string, Variable<unknown>>;

/** The same plus the app's pool size per pod, and Secret `database`. */
const database = {
  ...place,
  DB_READ_HOST: text(''),
  DB_POOL_SIZE: whole(1, 200, 10),
  DB_USER: text(),
  DB_PASSWORD: { parse: password, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Secret `database-owner`, which only the migration gets. */
const owner = {
  DB_OWNER_USER: text(),
  DB_OWNER_PASSWORD: { parse: password, secret: true },
  /** The previous password, which the server may still have. */
  DB_OWNER_PREVIOUS_PASSWORD: { parse: password, fallback: undefined, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Secret `database-worker`. */
const worker = {
  DB_WORKER_USER: text(),
  DB_WORKER_PASSWORD: { parse: password, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** The same for the migration, which creates the role; optional, as a password reset link does not need it. */
const workerRole = {
  DB_WORKER_USER: text(''),
  DB_WORKER_PASSWORD: { parse: password, fallback: undefined, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Secrets `database-backup` and `database-metrics`: the migration sets the passwords of these roles. */
const beside = {
  DB_BACKUP_USER: text(''),
  DB_BACKUP_PASSWORD: { parse: password, fallback: undefined, secret: true },
  DB_METRICS_USER: text(''),
  DB_METRICS_PASSWORD: { parse: password, fallback: undefined, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Secret `database-reports`. */
const reports = {
  DB_REPORTS_USER: text(''),
  DB_REPORTS_PASSWORD: { parse: password, fallback: undefined, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Variables of the migration's container. */
const container = {
  /** Image that runs this container, recorded for a later rollback. */
  IMAGE: text(''),
  /** Connections that the role for reports may hold. */
  DB_REPORTS_CONNECTIONS: whole(1, 100, 3),
} satisfies Record<string, Variable<unknown>>;

const CREDENTIALS = ['DB_USER', 'DB_PASSWORD'];

/** Secret `first-invitation`, for when sign-up is by invitation only. */
const firstInvitation = {
  FIRST_INVITATION: { parse: linkToken, fallback: undefined, secret: true },
} satisfies Record<string, Variable<unknown>>;

/** Names of all variables that the app reads, by source. */
export const variableNames = {
  plain: [...Object.keys(server), ...Object.keys(database).filter((name) => !CREDENTIALS.includes(name))],
  secret: [...Object.keys(secrets), ...CREDENTIALS],
  /** Set while the image is built, in no manifest. */
  image: Object.keys(built),
  migration: Object.keys({ ...owner, ...worker, ...beside, ...reports, ...firstInvitation }),
};

/** Address of Postgres, credentials and pool size. */
export interface DatabaseConfig {
  readonly host: string;
  /** Host for reads only, which may lag behind. @default everything is read from `host` */
  readonly readHost?: string;
  readonly port: number;
  readonly name: string;
  readonly poolSize: number;
  readonly user: string;
  readonly password: string;
  /** @default the connection is not encrypted */
  readonly tls?: Tls;
  /** The `application_name` of the connections. @default 'finance-web' */
  readonly application?: string;
  /** Timeouts after which a silent server counts as down. @default those of detect-frozen-server.ts */
  readonly watch?: WatchTimes;
}

/** Credentials of a Postgres role. */
export interface Role {
  readonly user: string;
  readonly password: string;
}

export function readDatabaseConfig(environment: Environment): DatabaseConfig {
  return toDatabase(read(environment, database));
}

/** Reads the database settings of the migration: once with the app's role, once with the owner's. */
export function readMigrationConfig(environment: Environment) {
  const values = read(
    environment,
    { ...database, ...owner, ...workerRole, ...beside, ...reports, ...firstInvitation, ...container },
    (found) =>
      found.DB_OWNER_USER !== undefined && found.DB_OWNER_USER === found.DB_USER
        ? ['DB_OWNER_USER and DB_USER must differ: the app must not own its tables']
        : [],
  );
  const app = toDatabase(values);
  return {
    app,
    owner: { ...app, user: values.DB_OWNER_USER, password: values.DB_OWNER_PASSWORD },
    previousOwnerPassword: values.DB_OWNER_PREVIOUS_PASSWORD,
    worker:
      values.DB_WORKER_USER === '' || values.DB_WORKER_PASSWORD === undefined
        ? undefined
        : { user: values.DB_WORKER_USER, password: values.DB_WORKER_PASSWORD },
    reports:
      values.DB_REPORTS_USER === '' || values.DB_REPORTS_PASSWORD === undefined
        ? undefined
        : {
            user: values.DB_REPORTS_USER,
            password: values.DB_REPORTS_PASSWORD,
            connections: values.DB_REPORTS_CONNECTIONS,
          },
    beside: [
      { user: values.DB_BACKUP_USER, password: values.DB_BACKUP_PASSWORD },
      { user: values.DB_METRICS_USER, password: values.DB_METRICS_PASSWORD, of: 'pg_monitor' as const },
    ].flatMap(({ user, password, ...rest }) =>
      user === '' || password === undefined ? [] : [{ user, password, ...rest }],
    ),
    /** Token of the link with which the first person signs up. */
    firstInvitation: values.FIRST_INVITATION,
    image: values.IMAGE || undefined,
  };
}

/** Store of receipts that the environment chooses, for the command that moves them. */
export function readStoreChoice(environment: Environment) {
  return toStore(read(environment, receiptStore));
}

/** Sign-up policy: `open`, `invited` or `closed`. */
export type SignUpMode = Config['signUp'];

/** The release that answers: in `/health`, at the foot of pages, in the metrics. */
export interface Build {
  readonly version: string;
  readonly commit: string;
}

/** Configuration of the web process. */
export type Config = ReturnType<typeof readConfig>;

export function readConfig(environment: Environment) {
  const values = read(environment, { ...server, ...built, ...secrets, ...database }, (found) =>
    found.REDIS_CA_FILE && found.REDIS_URL?.startsWith('redis:')
      ? ['REDIS_CA_FILE verifies nothing unless REDIS_URL starts with rediss:']
      : [],
  );
  return {
    ...toServing(values),
    signUp: values.SIGN_UP,
    sessionSecrets: values.SESSION_SECRET,
    database: toDatabase(values),
    redis: values.REDIS_URL
      ? {
          url: values.REDIS_URL,
          password: values.REDIS_PASSWORD,
          ...(values.REDIS_CA_FILE !== '' && { caFile: values.REDIS_CA_FILE }),
          keyPrefix: 'finance:',
          /** Time limit of a command in milliseconds. */
          patience: 200,
          /** Pause in milliseconds before Redis is tried again after several timeouts. */
          rest: 1_000,
        }
      : undefined,
    otherOrigins: values.OTHER_ORIGINS,
    uploads: {
      ...toStore(values),
      maxBytes: values.UPLOAD_MAX_BYTES,
      bookBytes: values.UPLOAD_BOOK_MEBIBYTES * 2 ** 20,
    },
    traces: toTraces(values),
  };
}

/** Configuration of the worker. */
export type WorkerConfig = ReturnType<typeof readWorkerConfig>;

export function readWorkerConfig(environment: Environment) {
  const { HOST, METRICS_PORT, LOG_LEVEL, APP_VERSION } = serving;
  const variables = {
    HOST,
    METRICS_PORT,
    LOG_LEVEL,
    APP_VERSION,
    ...built,
    ...collector,
    ...place,
    ...worker,
    ...receiptStore,
  };
  const values = read(environment, variables);
  return {
    host: values.HOST,
    /** Serves the metrics and the probes: the worker has no other clients. */
    port: values.METRICS_PORT,
    logLevel: values.LOG_LEVEL,
    build: toBuild(values),
    traces: toTraces(values),
    database: {
      ...toPlace(values),
      poolSize: WORKER_POOL,
      user: values.DB_WORKER_USER,
      password: values.DB_WORKER_PASSWORD,
      application: 'finance-worker',
    },
    uploads: toStore(values),
  };
}

/** One connection for the job in hand, one to maintain the queue. */
const WORKER_POOL = 2;

/**
 * Undefined without an endpoint: no tracing code is loaded then. The ratio applies to traces that begin here; a
 * caller's sampling decision is kept.
 */
function toTraces({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_TRACES_SAMPLER_ARG,
}: Values<typeof collector>) {
  return endpoint ? { endpoint, sampleRatio: OTEL_TRACES_SAMPLER_ARG } : undefined;
}

function toStore(values: Values<typeof receiptStore>) {
  return { store: values.UPLOAD_STORE, folder: values.UPLOAD_FOLDER };
}

function toBuild(values: Pick<Values<typeof serving & typeof built>, 'APP_VERSION' | 'APP_COMMIT'>): Build {
  return { version: values.APP_VERSION, commit: values.APP_COMMIT };
}

/** Converts the values of {@link serving} and {@link built} to configuration. */
export function toServing(values: Values<typeof serving & typeof built>) {
  return {
    build: toBuild(values),
    environment: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    metricsPort: values.METRICS_PORT,
    ...(values.TLS_CERT_FILE !== '' && {
      encrypted: {
        port: values.TLS_PORT,
        certFile: values.TLS_CERT_FILE,
        keyFile: values.TLS_KEY_FILE,
      },
    }),
    /** Public origin of the site, without a path. */
    publicOrigin: values.PUBLIC_URL.origin,
    /** True when people reach the site over https; decides the cookie's name and HSTS. */
    https: values.PUBLIC_URL.protocol === 'https:',
    logLevel: values.LOG_LEVEL,
    drainSeconds: values.DRAIN_SECONDS,
    trustedProxies: values.TRUSTED_PROXIES,
    /** Language of the pages, and of whatever else people read. */
    language: 'en' as LanguageName,
  };
}

function toDatabase(values: Values<typeof database>): DatabaseConfig {
  return {
    ...toPlace(values),
    ...(values.DB_READ_HOST !== '' && { readHost: values.DB_READ_HOST }),
    poolSize: values.DB_POOL_SIZE,
    user: values.DB_USER,
    password: values.DB_PASSWORD,
  };
}

function toPlace(values: Values<typeof place>): Pick<DatabaseConfig, 'host' | 'port' | 'name' | 'tls'> {
  return {
    host: values.DB_HOST,
    port: values.DB_PORT,
    name: values.DB_NAME,
    ...(values.DB_TLS !== 'disable' && {
      tls: { verify: values.DB_TLS === 'verify-full', caFile: values.DB_CA_FILE || undefined },
    }),
  };
}
