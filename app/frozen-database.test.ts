import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { DatabaseConfig } from './config.ts';
import type { WatchTimes } from './database/detect-frozen-server.ts';
import { connectsDuring } from './testing/count-outgoing-connections.ts';
import { copyOfTemplate } from './testing/databases.ts';
import { type OwnPostgres, ownPostgres } from './testing/freezable-postgres-server.ts';
import { type SignedIn, type Started, startApp, testConfig } from './testing/start-app.ts';
import { silentConnection } from './testing/traffic-dropping-proxy.ts';

const HOUR = 3_600_000;

interface Harmed {
  readonly config: DatabaseConfig;
  harm(): void;
  heal(): void;
}

describe.each<[state: string, make: () => Promise<Harmed>]>([
  ['that is frozen', async () => frozen(await ownPostgres())],
  ['behind a network that swallows everything', behindSilentLine],
])('a Postgres %s', (_state, make) => {
  let postgres: Harmed;
  beforeEach(async () => {
    postgres = await make();
  });

  it('is a 503 for whoever is caught, and nothing that anybody waits for after that', async () => {
    const started = await start(postgres, { rest: HOUR });
    const ada = await started.signedIn();
    const add = await category(ada, 'Frozen');
    postgres.harm();
    const caught = await Promise.all(Array.from({ length: 6 }, () => askEverything(started, ada, add)));
    expect(new Set(caught.flat())).toEqual(new Set([TOLD]));
    const tries = await connectsDuring(async () => {
      for (let n = 0; n < 20; n += 1) {
        expect(new Set(await askEverything(started, ada, add))).toEqual(new Set([TOLD]));
        const ready = await ada.get('/ready');
        expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'Postgres does not answer' }]);
      }
    });
    expect(tries).toBeLessThan(20); // a connection that the ended pool had begun may be among them, but none of a request
    expect(await gauge(started)).toContain('app_postgres_up{server="primary"} 0');
    for (const url of ['/health', '/', '/sign-in'])
      expect((await started.visitor().get(url)).statusCode, url).toBe(200);
  });

  it('is used again when it is back, by as many as before', async () => {
    const started = await start(postgres);
    const ada = await started.signedIn();
    const page = () => ada.get(`/books/${ada.book}`).then(({ statusCode }) => statusCode);
    postgres.harm();
    expect(await page()).toBe(503);
    postgres.heal();
    await expect.poll(page).toBe(200);
    await expect.poll(() => ada.get('/ready').then(({ statusCode }) => statusCode)).toBe(200);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, page)))).toEqual(new Set([200]));
    expect(await gauge(started)).toContain('app_postgres_up{server="primary"} 1');
  });

  it('does not keep the app from starting, nor those who are the first from an answer', async () => {
    postgres.harm();
    const started = await start(postgres);
    const browser = started.visitor();
    const signIn = () => browser.post('/sign-in', { email: 'a@b.cd', password: 'x' });
    expect((await signIn()).statusCode).toBe(503);
    expect((await browser.get('/ready')).statusCode).toBe(503);
    postgres.heal();
    await expect.poll(() => signIn().then(({ statusCode }) => statusCode)).toBe(422);
  });
});

describe('a Postgres that slept', () => {
  it('has gone on with nothing that a person does not know of: a form that is sent again counts once', async () => {
    const postgres = frozen(await ownPostgres());
    const started = await start(postgres);
    const ada = await started.signedIn();
    const before = await pidsOf(started);
    const send = await category(ada, 'Half sent');
    postgres.harm();
    const answer = await send();
    expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('look before you send')]);
    postgres.heal();
    await expect.poll(() => send().then(({ statusCode }) => statusCode)).toBe(303);
    expect(await count(started, 'Half sent')).toBe(1);
    // Connections from before the freeze are closed, not reused.
    await expect.poll(async () => (await pidsOf(started)).filter((pid) => before.includes(pid))).toEqual([]);
  });

  it('may have kept what it was about to commit: the same form is told so, and counts once', async () => {
    const postgres = frozen(await ownPostgres());
    const started = await start(postgres);
    const { rows } = started;
    const ada = await started.signedIn();
    const send = await category(ada, 'In doubt');
    // A commit that waits for a lock of ours, so that it can be frozen half-way.
    await rows`create function wait() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(1); return null; end $$`;
    await rows`create constraint trigger waits after insert on category deferrable initially deferred
      for each row execute function wait()`;
    await rows`select pg_advisory_lock(1)`;
    const sent = send();
    const committing = () =>
      rows`select from pg_stat_activity where query = 'commit' and wait_event = 'advisory'`;
    await expect.poll(committing).toHaveLength(1);
    postgres.harm();
    expect((await sent).statusCode).toBe(503);
    postgres.heal();
    await rows`select pg_advisory_unlock(1)`;
    await expect.poll(committing).toHaveLength(0); // committed, unless the freeze outlasted the statement timeout
    await expect.poll(() => send().then(({ statusCode }) => statusCode)).toBe(303);
    expect(await count(started, 'In doubt')).toBe(1);
  });
});

it('a statement that takes long is waited for, since the server answers others', async () => {
  const { name, drop } = await copyOfTemplate();
  onTestFinished(drop);
  const started = await start({ config: testConfig(name).database }, { doubt: 50 });
  const { sql } = started.database;
  let rows: readonly unknown[] = [];
  const looks = await connectsDuring(async () => {
    rows = await sql`select 1 as one from pg_sleep(1)`;
  });
  expect(rows).toEqual([{ one: 1 }]);
  expect(looks).toBeGreaterThan(1); // the connection, and the probe
  expect(await gauge(started)).toContain('app_postgres_up{server="primary"} 1');
});

/** Response to everybody, with the time to retry. */
const TOLD = '503 5 The database does not answer';

/** Requests a page, the API, a sign-in and a change; returns each response. */
async function askEverything(started: Started, ada: SignedIn, add: Form): Promise<string[]> {
  const stranger = started.visitor();
  const answers = await Promise.all([
    ada.get(`/books/${ada.book}`),
    ada.get('/api/data'),
    stranger.post('/sign-in', { email: ada.email, password: ada.password }),
    add(),
  ]);
  return answers.map(
    ({ statusCode, headers, body }) =>
      `${statusCode} ${headers['retry-after']} ${/The database does not answer/.exec(body)?.[0]}`,
  );
}

function start({ config }: Pick<Harmed, 'config'>, watch: WatchTimes = {}): Promise<Started> {
  return startApp({ database: { ...config, watch } });
}

function frozen({ config, freeze, thaw }: OwnPostgres): Harmed {
  const harm = () => {
    onTestFinished(thaw); // before anything is closed
    freeze();
  };
  return { config, harm, heal: thaw };
}

async function behindSilentLine(): Promise<Harmed> {
  const { name, drop } = await copyOfTemplate();
  onTestFinished(drop);
  const { database } = testConfig(name);
  const { port, cut, mend } = await silentConnection(database);
  const harm = () => {
    onTestFinished(mend);
    cut();
  };
  return { config: { ...database, port }, harm, heal: mend };
}

type Form = () => ReturnType<SignedIn['post']>;

/** Builds a form that adds a category, as held by a browser: same key and token however often it is sent. */
async function category(ada: SignedIn, name: string): Promise<Form> {
  const fields = { key: randomUUID(), kind: 'spent', name, parent: '', _csrf: await ada.token() };
  const cookie = [...ada.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  return () =>
    ada.app.inject({
      method: 'POST',
      url: `/books/${ada.book}/categories`,
      payload: new URLSearchParams(fields).toString(),
      headers: { cookie, origin: ada.origin, 'content-type': 'application/x-www-form-urlencoded' },
    });
}

async function count({ rows }: Started, name: string): Promise<number> {
  return (await rows`select from category where name = ${name}`).length;
}

/** Process ids of the server's backends for the app. */
async function pidsOf({ rows, config }: Started): Promise<number[]> {
  const found = await rows<{ pid: number }[]>`
    select pid from pg_stat_activity where usename = ${config.database.user} and datname = current_database()`;
  return found.map(({ pid }) => pid);
}

function gauge({ app }: Started): Promise<string> {
  return app.metrics.getSingleMetricAsString('app_postgres_up');
}
