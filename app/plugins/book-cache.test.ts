import { describe, expect, it } from 'vitest';
import type { TransactionSql } from '../database/connect.ts';
import { noRedis } from '../testing/skip-reasons.ts';
import { opened, type Started, startApp } from '../testing/start-app.ts';

describe('the cache of a book', () => {
  it.skipIf(noRedis)(`loads once, then answers from Redis until something is written${noRedis}`, async () => {
    const started = await startApp();
    const { book, rename, name } = await start(started);
    const { bookCache } = started.app;
    let loads = 0;
    const ask = () =>
      bookCache.get(book, 'dashboard:name:1', 60, async (sql) => {
        loads += 1;
        return { name: await name(sql), cents: 5n };
      });
    expect(await ask()).toEqual({ name: 'Ada’s book', cents: 5n });
    expect(await ask()).toEqual({ name: 'Ada’s book', cents: 5n });
    expect(loads).toBe(1);
    await rename('House');
    expect(await ask()).toEqual({ name: 'House', cents: 5n });
    expect(loads).toBe(2);
    const counted = await started.app.metrics.getSingleMetricAsString('app_cache_lookups_total');
    expect(counted).toContain('{kind="dashboard",result="hit"} 1');
    expect(counted).toContain('{kind="dashboard",result="miss"} 2');
  });

  it.skipIf(noRedis)(`keeps each answer no longer than it is told${noRedis}`, async () => {
    const started = await startApp();
    const { book, name } = await start(started);
    const { redis, bookCache } = started.app;
    const left = async (kept: string) => {
      const [key = ''] = (await redis.ask((client) => client.keys(`*book:${book.id}:*:${kept}`))) ?? [];
      expect(key).toContain(`book:${book.id}:`);
      return redis.ask((client) => client.ttl(key.slice(key.indexOf('book:'))));
    };
    await bookCache.get(book, 'dashboard:minute:1', 60, name);
    await bookCache.get(book, 'dashboard:hour:1', 3600, name);
    expect(await left('dashboard:minute:1')).toBeLessThanOrEqual(60);
    expect(await left('dashboard:minute:1')).toBeGreaterThan(0); // a key without expiry has -1
    expect(await left('dashboard:hour:1')).toBeLessThanOrEqual(3600);
    expect(await left('dashboard:hour:1')).toBeGreaterThan(60);
  });

  it.skipIf(noRedis)(`loads once for all who ask at the same time${noRedis}`, async () => {
    const started = await startApp();
    const { book, name } = await start(started);
    let loads = 0;
    const ask = () =>
      started.app.bookCache.get(book, 'dashboard:together:1', 60, (sql) => {
        loads += 1;
        return name(sql);
      });
    await Promise.all(Array.from({ length: 10 }, ask));
    expect(loads).toBe(1);
  });

  it('gives everybody an answer of their own, which they may change', async () => {
    const started = await startApp();
    const { book } = await start(started);
    const ask = () => started.app.bookCache.get(book, 'dashboard:list:1', 60, async () => [1]);
    const [one, two] = await Promise.all([ask(), ask()]);
    one?.push(2);
    expect(two).toEqual([1]);
  });

  it('fails as the question fails, and keeps nothing of it', async () => {
    const started = await startApp();
    const { book, name } = await start(started);
    const failing = started.app.bookCache.get(book, 'dashboard:x:1', 60, () =>
      Promise.reject(new Error('no')),
    );
    await expect(failing).rejects.toThrow('no');
    expect(await started.app.bookCache.get(book, 'dashboard:x:1', 60, name)).toBe('Ada’s book');
  });

  it('keeps an answer under the version that it was read at, whatever is written meanwhile', async () => {
    const started = await startApp();
    const { book, rename, name } = await start(started);
    const { database } = started;
    const read = database.read.bind(database);
    database.read = (of, work) =>
      read(of, async (sql) => {
        await sql`select 1`; // takes the snapshot
        await rename('House');
        return work(sql);
      });
    expect(await started.app.bookCache.get(book, 'dashboard:name:1', 60, name)).toBe('Ada’s book');
    database.read = read;
    expect(await started.app.bookCache.get(book, 'dashboard:name:1', 60, name)).toBe('House');
  });
});

describe.each([{ redis: 'Redis' }, { redis: 'no Redis' }])('the cache of a book, with $redis', ({
  redis,
}) => {
  const skipped = redis === 'Redis' && noRedis !== '';

  it.skipIf(skipped)(
    'is never older than the last write, over 300 rounds of writers and readers',
    async () => {
      const started = await startApp(redis === 'Redis' ? {} : { redis: undefined });
      const { book, rename, name } = await start(started);
      let stale = 0;
      for (let round = 1; round <= 300; round += 1) {
        const read = () => started.app.bookCache.get(book, 'dashboard:name:1', 60, name);
        const meanwhile = [read(), read()];
        await Promise.all([rename(`round ${round}`), ...meanwhile]);
        if ((await read()) !== `round ${round}`) stale += 1;
      }
      expect(stale).toBe(0);
    },
  );
});

async function start({ database, signedIn }: Started) {
  const ada = await signedIn();
  const book = opened(ada);
  return {
    book,
    rename: (to: string) =>
      database.write({ book, key: to }, async (sql) => {
        await sql`update book set name = ${to} where id = ${book.id}`;
      }),
    name: async (sql: TransactionSql) => {
      const [row] = await sql<{ name: string }[]>`select name from book where id = ${book.id}`;
      return row?.name;
    },
  };
}
