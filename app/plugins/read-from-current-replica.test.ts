import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect, type Sql, type TransactionSql } from '../database/connect.ts';
import { type PrimaryAndCopy, primaryAndReplica } from '../testing/primary-and-replica.ts';
import { opened, type SignedIn, type Started, startApp } from '../testing/start-app.ts';
import { createReplica } from './read-from-current-replica.ts';

let pair: PrimaryAndCopy;
let started: Started;
beforeAll(async () => {
  pair = await primaryAndReplica();
  started = await startApp({ database: pair.config });
});
afterAll(() => pair.stop());

/* On a busy machine the replica may answer late and then rest for some seconds: hence `poll`. */

it('shows what was just written after a redirect, and is read once it has caught up', async () => {
  const ada = await started.signedIn();
  const read = async (page: string, by: string) => {
    const before = await reads(by);
    const response = await ada.get(`/books/${ada.book}/${page}`);
    expect(response.statusCode).toBe(200);
    return { body: response.body, isRead: (await reads(by)) > before };
  };
  await pair.copy.catchUp();
  await expect.poll(() => read('transactions', 'replica')).toMatchObject({ isRead: true });

  await pair.copy.lag();
  for (let round = 1; round <= 5; round++) {
    const name = `Purse ${round}`;
    await openAccount(ada, name);
    for (const page of ['accounts', '']) {
      expect((await read(page, 'behind')).body, `${page} ${round}`).toContain(name);
    }
  }
  await expect.poll(() => read('transactions', 'behind')).toMatchObject({ isRead: true });

  await pair.copy.catchUp();
  await expect.poll(() => read('transactions', 'replica')).toMatchObject({ isRead: true });
});

it('is not asked by a session that it does not know yet, although it has the book', async () => {
  const ada = await started.signedIn();
  await pair.copy.catchUp();
  await pair.copy.lag();
  const here = await signInAgain(ada);
  const read = async () => {
    const before = await reads('behind');
    expect((await here.get(`/books/${ada.book}/transactions`)).statusCode).toBe(200);
    return (await reads('behind')) - before;
  };
  await expect.poll(read).toBeGreaterThan(0);
});

it('is a server in recovery, and asked for no version that it lacks', async () => {
  const { database } = started;
  const ada = await started.signedIn();
  await pair.copy.catchUp();
  const where = (version: bigint) =>
    database.readReplica({ ...opened(ada), version }, async (sql) => {
      const [row] = await sql<{ copy: boolean; version: bigint }[]>`
        select pg_is_in_recovery() as copy, version from book where id = ${ada.book}`;
      return row;
    });
  const { version } = (await where(0n)) ?? { version: 0n };
  await expect.poll(() => where(version)).toEqual({ copy: true, version });
  expect(await where(version + 1n)).toEqual({ copy: false, version });
});

it('shows rows to a session that it knows, and none to any other', async () => {
  const [ada, eve] = [await started.signedIn(), await started.signedIn('Eve')];
  await pair.copy.catchUp();
  await pair.copy.lag();
  const late = await signInAgain(ada);
  const copy = connect({ ...pair.config, host: pair.config.readHost ?? '', poolSize: 1 });
  onTestFinished(() => copy.end());
  /** Tables in which a session sees rows of Ada or her book, which it opens. */
  const seen = (session: Buffer | null) =>
    copy.begin(async (sql) => {
      await sql`select open_book(${session}, ${ada.book})`;
      const [server] = await sql<{ isCopy: boolean }[]>`select pg_is_in_recovery() as "isCopy"`;
      expect(server).toEqual({ isCopy: true });
      const tables = await sql<{ name: string }[]>`
        select relname as name from pg_class
        where relrowsecurity and relnamespace = 'public'::regnamespace and has_any_column_privilege(oid, 'select')`;
      const found = [];
      for (const { name } of tables) {
        const whose = sql`strpos(one::text, ${ada.book}) > 0 or strpos(one::text, ${ada.person}) > 0`;
        const [row] = await sql`select exists (select from ${sql(name)} one where ${whose}) as shown`;
        if (row?.['shown']) found.push(name);
      }
      return found;
    });
  const known = await seen(opened(ada).session);
  expect(known).toEqual(expect.arrayContaining(['book', 'category', 'member', 'person', 'session']));
  const strangers = {
    'of somebody else': opened(eve).session,
    'that has not arrived': opened(late).session,
    'that is made up': randomBytes(32),
    'of nobody': null,
  };
  for (const [which, session] of Object.entries(strangers)) expect(await seen(session), which).toEqual([]);
  await pair.copy.catchUp();
  expect(await seen(opened(late).session)).toEqual(known);
});

it('does not take an error of the work for one of its own', async () => {
  const ada = await started.signedIn();
  await pair.copy.catchUp();
  let asked = 0;
  const work = async (sql: TransactionSql) => {
    asked += 1;
    const [row] = await sql<{ copy: boolean }[]>`select pg_is_in_recovery() as copy`;
    throw new Error(`no such account ${row?.copy ? 'at the copy' : 'at the primary'}`);
  };
  const failure = () => {
    asked = 0;
    return started.database
      .readReplica({ ...opened(ada), version: 0n }, work)
      .catch(({ message }: Error) => [message, asked]);
  };
  await expect.poll(failure).toEqual(['no such account at the copy', 1]);
});

it('is left alone when it does not answer: every page comes from the primary', async () => {
  const ada = await started.signedIn();
  await pair.copy.catchUp();
  pair.copy.freeze();
  onTestFinished(pair.copy.thaw);
  for (const page of ['accounts', 'transactions', '']) {
    expect((await ada.get(`/books/${ada.book}/${page}`)).statusCode).toBe(200);
  }
  expect(await reads('away')).toBeGreaterThan(0);
});

it('is away until it answers, which nobody has to find out by waiting for it, and then is read again', async () => {
  const ada = await started.signedIn();
  await pair.copy.catchUp();
  const page = async (by: string) => {
    const before = await reads(by);
    expect((await ada.get(`/books/${ada.book}/transactions`)).statusCode).toBe(200);
    return (await reads(by)) - before;
  };
  pair.copy.freeze();
  await expect.poll(() => page('away').then(gauge)).toContain('app_postgres_up{server="replica"} 0');
  expect(await gauge()).toContain('app_postgres_up{server="primary"} 1');
  expect(await page('away')).toBeGreaterThan(0);
  expect((await ada.get('/ready')).statusCode).toBe(200);
  pair.copy.thaw();
  await expect.poll(() => page('replica')).toBeGreaterThan(0);
  expect(await gauge()).toContain('app_postgres_up{server="replica"} 1');
});

describe('a copy that did not answer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is asked by nobody for five seconds, then by the next', async () => {
    const begin = vi.fn(() => new Promise(() => {}));
    const told: string[] = [];
    const read = createReplica({ begin } as unknown as Sql, (by) => told.push(by));
    const book = { id: randomUUID(), session: Buffer.alloc(32), version: 1n };
    const ask = () => read(book, async () => 'never');

    const first = ask();
    await vi.advanceTimersByTimeAsync(300);
    expect(await first).toBeUndefined();
    await vi.advanceTimersByTimeAsync(4_999);
    for (let n = 0; n < 10; n += 1) expect(await ask()).toBeUndefined();
    expect(begin).toHaveBeenCalledTimes(1);
    expect(told).toEqual(Array(11).fill('away'));

    await vi.advanceTimersByTimeAsync(1);
    void ask();
    expect(begin).toHaveBeenCalledTimes(2);
  });
});

/** Signs somebody in on another browser. */
async function signInAgain(person: SignedIn): Promise<SignedIn> {
  const { email, password, book, person: id } = person;
  const browser = started.visitor();
  expect((await browser.post('/sign-in', { email, password })).statusCode).toBe(303);
  return Object.assign(browser, { email, password, book, person: id });
}

async function reads(by: string): Promise<number> {
  const metric = await started.app.metrics.getSingleMetric('app_replica_reads_total')?.get();
  return metric?.values.find(({ labels }) => labels['by'] === by)?.value ?? 0;
}

function gauge(): Promise<string> {
  return started.app.metrics.getSingleMetricAsString('app_postgres_up');
}

async function openAccount(person: SignedIn, name: string) {
  const saved = await person.post(`/books/${person.book}/accounts`, {
    key: randomUUID(),
    name,
    kind: 'cash',
    currency: 'EUR',
    openedOn: '2025-01-01',
    opening: '0',
    direction: 'have',
  });
  expect(saved.statusCode, saved.body.slice(0, 300)).toBe(303);
}
