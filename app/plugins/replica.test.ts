import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PrimaryAndCopy, primaryAndCopy } from '../testing/primary-and-copy.ts';
import { opened, type SignedIn, type Started, startApp } from '../testing/start-app.ts';

/** How long after a change the copy shows it. */
const LAG = 1500;

let pair: PrimaryAndCopy;
let started: Started;
beforeAll(async () => {
  pair = await primaryAndCopy(`${LAG}ms`);
  started = await startApp({ database: pair.config });
}, 120_000);
afterAll(() => pair.stop());

it('shows what was just written after a redirect, and is read once it has caught up', async () => {
  const ada = await started.signedIn();
  await pause(LAG + 500);
  await ada.get(`/books/${ada.book}/accounts`);
  expect(await reads('replica')).toBeGreaterThan(0);

  const before = await reads('behind');
  for (let round = 1; round <= 5; round++) {
    const name = `Purse ${round}`;
    await openAccount(ada, name);
    for (const page of ['accounts', '']) {
      expect((await ada.get(`/books/${ada.book}/${page}`)).body, `${page} ${round}`).toContain(name);
    }
  }
  expect(await reads('behind')).toBeGreaterThan(before);

  await pause(LAG + 500);
  const caughtUp = await reads('replica');
  expect((await ada.get(`/books/${ada.book}/transactions`)).statusCode).toBe(200);
  expect(await reads('replica')).toBeGreaterThan(caughtUp);
});

it('is not asked by a session that it does not know yet, although it has the book', async () => {
  const ada = await started.signedIn();
  await pause(LAG + 500);
  const here = started.visitor();
  await here.post('/sign-in', { email: ada.email, password: ada.password });
  const before = await reads('behind');
  expect((await here.get(`/books/${ada.book}/transactions`)).statusCode).toBe(200);
  expect(await reads('behind')).toBeGreaterThan(before);
});

it('is a server in recovery, and asked for no version that it lacks', async () => {
  const { database } = started;
  const ada = await started.signedIn();
  await pause(LAG + 500);
  const where = (version: bigint) =>
    database.readReplica({ ...opened(ada), version }, async (sql) => {
      const [row] = await sql<{ copy: boolean; version: bigint }[]>`
        select pg_is_in_recovery() as copy, version from book where id = ${ada.book}`;
      return row;
    });
  const there = await where(0n);
  expect(there).toMatchObject({ copy: true });
  const version = there?.version ?? 0n;
  expect(await where(version)).toEqual({ copy: true, version });
  expect(await where(version + 1n)).toEqual({ copy: false, version });
});

it('does not take an error of the work for one of its own', async () => {
  const ada = await started.signedIn();
  await pause(LAG + 500);
  let asked = 0;
  const work = () => {
    asked += 1;
    return Promise.reject(new Error('no such account'));
  };
  await expect(started.database.readReplica({ ...opened(ada), version: 0n }, work)).rejects.toThrow(
    'no such account',
  );
  expect(asked).toBe(1);
});

it('is left alone when it does not answer: every page comes from the primary', async () => {
  const ada = await started.signedIn();
  pair.copy.freeze();
  const since = performance.now();
  for (const page of ['accounts', 'transactions', '']) {
    expect((await ada.get(`/books/${ada.book}/${page}`)).statusCode).toBe(200);
  }
  expect(performance.now() - since).toBeLessThan(4000);
  expect(await reads('away')).toBeGreaterThan(0);
});

async function reads(by: string): Promise<number> {
  const metric = await started.app.metrics.getSingleMetric('app_replica_reads_total')?.get();
  return metric?.values.find(({ labels }) => labels['by'] === by)?.value ?? 0;
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
