import type { FastifyInstance, RouteOptions } from 'fastify';
import { inject } from 'vitest';
import { buildApp } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import type { Sql } from '../database/connect.ts';
import type { OpenBook } from '../plugins/opened-book-types.ts';
import { sessionHash } from '../plugins/postgres-and-redis-session-store.ts';
import type { Database } from '../plugins/postgres-transactions.ts';
import { closeAfterTest } from './close-after-test.ts';
import { connectAsSuperuser } from './connect-as-superuser.ts';
import { copyOfTemplate } from './databases.ts';
import { Browser } from './simulated-browser.ts';

export interface Started {
  readonly app: FastifyInstance;
  readonly database: Database;
  /** Superuser connection, exempt from row-level security, to inspect or change any row. */
  readonly rows: Sql;
  readonly config: Config;
  /** All routes, in order of registration. */
  readonly routes: readonly RouteOptions[];
  /** Creates a visitor's browser, without cookies. */
  visitor(): Browser;
  /** Signs up a new person, who gets a first book. */
  signedIn(name?: string): Promise<SignedIn>;
}

export interface SignedIn extends Browser {
  readonly email: string;
  readonly password: string;
  /** Id of the person. */
  readonly person: string;
  /** Id of the person's first book. */
  readonly book: string;
}

/** A book as opened by the browser's current session; by default the person's first. */
export function opened({ cookies, book }: SignedIn, id = book): OpenBook {
  const cookie = decodeURIComponent(cookies.get('session') ?? cookies.get('__Host-session') ?? '');
  return { id, session: sessionHash(cookie.split('.')[0] ?? '') };
}

/**
 * Starts a whole app on a fresh copy of the migrated database, with real Redis where available; closed after the test
 * or the file.
 *
 * @param alter may change each route before it is registered
 */
export async function startApp(
  overrides: Partial<Config> = {},
  alter: (route: RouteOptions) => void = () => {},
): Promise<Started> {
  const database = await copyOfTemplate();
  const config = { ...testConfig(database.name), ...overrides };
  const routes: RouteOptions[] = [];
  const app = await buildApp(config, (route) => {
    alter(route);
    routes.push(route);
  });
  await app.ready();
  const rows = connectAsSuperuser(config.database);
  closeAfterTest(async () => {
    await app.close();
    await rows.end();
    await database.drop();
  });
  return {
    app,
    database: app.database,
    rows,
    config,
    routes,
    visitor: () => new Browser(app, config.publicOrigin),
    signedIn: (name) => signUp(rows, new Browser(app, config.publicOrigin), name),
  };
}

/** Test configuration, read as from the environment. */
export function testConfig(databaseName: string): Config {
  const at = inject('postgres');
  const config = readConfig({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    PUBLIC_URL: 'http://localhost:8080',
    LOG_LEVEL: 'silent',
    DB_HOST: at.host,
    DB_PORT: String(at.port),
    DB_TLS: 'disable',
    DB_NAME: databaseName,
    DB_POOL_SIZE: '5',
    DB_USER: at.user,
    DB_PASSWORD: at.password,
    REDIS_URL: inject('redis') ?? '',
    SESSION_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
    DRAIN_SECONDS: '0',
    TRUSTED_PROXIES: '1',
    SIGN_UP: 'open',
  });
  // Longer time limits, since tests share their machine with other tests.
  const redis = config.redis && { ...config.redis, keyPrefix: `${databaseName}:`, patience: 3000 };
  const database = { ...config.database, watch: { doubt: 10_000, proof: 20_000 } };
  return { ...config, database, redis };
}

let people = 0;

async function signUp(rows: Sql, browser: Browser, name = 'Ada'): Promise<SignedIn> {
  people += 1;
  const email = `${name.toLowerCase().replaceAll(/\W/g, '')}.${people}@example.org`;
  const password = 'four quiet words here';
  const response = await browser.post('/sign-up', {
    name,
    email,
    password,
    currency: 'EUR',
    timeZone: 'UTC',
  });
  const book = /^\/books\/([\da-f-]+)$/.exec(response.headers.location ?? '')?.[1];
  if (!book) throw new Error(`signing up answered ${response.statusCode}: ${response.body.slice(0, 500)}`);
  const [row] = await rows<{ id: string }[]>`select id from person where email = ${email}`;
  return Object.assign(browser, { email, password, book, person: row?.id ?? '' });
}
