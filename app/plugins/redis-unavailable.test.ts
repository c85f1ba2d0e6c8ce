import { tracingChannel } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../config.ts';
import { type RedisServer, startRedisServer } from '../testing/redis-server.ts';
import { noRedis } from '../testing/skip-reasons.ts';
import { type SignedIn, type Started, startApp } from '../testing/start-app.ts';

let folder: string;
let server: RedisServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'finance-redis-'));
});
beforeEach(async () => {
  server = await startRedisServer(folder);
  return () => server.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(noRedis).each([
  { state: 'stopped', harm: () => server.stop() },
  { state: 'frozen', harm: async () => void server.freeze() },
  { state: 'flushed', harm: () => asAdmin((redis) => redis.flushall()) },
])(`with Redis $state${noRedis}`, ({ harm }) => {
  it('every page works and everybody stays signed in', async () => {
    const started = await start();
    const ada = await started.signedIn();
    await visitEverything(ada);
    await harm();
    expect(await visitEverything(ada)).toBeLessThan(7); // timeouts of 200 ms each, then nobody waits any more
  });

  it('people sign up, out and in again', async () => {
    const started = await start();
    await harm();
    const ada = await started.signedIn();
    await ada.post('/sign-out');
    expect((await ada.get('/')).statusCode).toBe(200);
    const response = await ada.post('/sign-in', { email: ada.email, password: ada.password });
    expect(response.headers.location).toBe('/');
    expect((await ada.get('/')).headers.location).toBe(`/books/${ada.book}`);
  });
});

describe.skipIf(noRedis)(`a Redis that is away${noRedis}`, () => {
  it('costs nothing once that is known', async () => {
    const started = await start({ rest: 3_600_000 });
    const ada = await started.signedIn();
    server.freeze();
    while ((await watched(() => ask(started))).commands > 0);
    const { commands } = await watched(() => visitEverything(ada));
    expect(commands).toBe(0);
  });

  it('is an error in the count of look-ups, and nothing found there is a miss', async () => {
    const started = await start();
    const { redis, metrics } = started.app;
    await expect.poll(() => ask(started)).toBe('PONG');
    expect(await redis.lookUp('balances', 'nothing')).toBeNull();
    server.freeze();
    expect(await redis.lookUp('balances', 'nothing')).toBeUndefined();
    const counted = await metrics.getSingleMetricAsString('app_cache_lookups_total');
    expect(counted).toContain('{kind="balances",result="miss"} 1');
    expect(counted).toContain('{kind="balances",result="error"} 1');
    const timed = await metrics.getSingleMetricAsString('app_cache_lookup_seconds');
    expect(timed).toContain('app_cache_lookup_seconds_count{kind="balances"} 2');
  });

  it('is used again when it is back', async () => {
    const started = await start();
    server.freeze();
    while ((await ask(started)) !== undefined);
    for (let n = 0; n < 5; n += 1) expect(await ask(started)).toBeUndefined();
    server.thaw();
    await expect.poll(() => ask(started)).toBe('PONG');
    expect(await gauge(started)).toContain('app_redis_up 1');
  });

  it('is found again after a restart', async () => {
    const started = await start();
    await expect.poll(() => ask(started)).toBe('PONG');
    await server.stop();
    await expect.poll(() => ask(started)).toBeUndefined();
    await expect.poll(() => gauge(started)).toContain('app_redis_up 0');
    server = await startRedisServer(folder, server.port);
    await expect.poll(() => ask(started)).toBe('PONG');
  });

  it('does not keep a sign-out from being final: the copy that it still holds grants nothing', async () => {
    const started = await start();
    const ada = await started.signedIn();
    await ada.get('/');
    const cookies = new Map(ada.cookies);
    server.freeze();
    await ada.post('/sign-out');
    server.thaw();
    await expect.poll(() => ask(started)).toBe('PONG'); // so it has processed all earlier commands
    const elsewhere = started.visitor();
    for (const [name, value] of cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.get('/')).statusCode).toBe(200);
  });

  it('does not stop the app from starting', async () => {
    await server.stop();
    const { visitor } = await startApp({ redis: settings() });
    expect((await visitor().get('/ready')).statusCode).toBe(200);
  });
});

/** Starts an app that has reached Redis. */
async function start(more: Partial<RedisSettings> = {}): Promise<Started> {
  const started = await startApp({ redis: { ...settings(), ...more } });
  await expect.poll(() => ask(started)).toBe('PONG');
  return started;
}

type RedisSettings = NonNullable<Config['redis']>;

function settings(): RedisSettings {
  return { url: server.url, password: '', keyPrefix: 'test:', patience: 200, rest: 1000 };
}

function ask({ app }: Started) {
  return app.redis.ask((redis) => redis.ping());
}

function gauge({ app }: Started) {
  return app.metrics.getSingleMetricAsString('app_redis_up');
}

/** Visits every page that needs no id; returns the largest number of Redis timeouts on one page. */
async function visitEverything(person: SignedIn): Promise<number> {
  let most = 0;
  for (const url of [
    '/',
    '/sign-in',
    '/sign-up',
    '/ready',
    '/health',
    `/books/${person.book}`,
    '/api/visitors',
  ]) {
    const { waitsInVain, result } = await watched(() => person.get(url));
    most = Math.max(most, waitsInVain);
    expect.soft(result.statusCode, url).toBeLessThan(url.startsWith('/books') ? 405 : 400);
  }
  expect((await person.get('/')).headers.location).toBe(`/books/${person.book}`);
  return most;
}

/** Counts the commands to Redis during `run`, and the timeouts: pipelined commands count as one. */
async function watched<T>(run: () => Promise<T>) {
  let [commands, waitsInVain, unanswered, isInVain] = [0, 0, 0, false];
  const listeners = {
    end() {},
    asyncStart() {},
    start: () => {
      if (unanswered === 0) isInVain = false;
      commands += 1;
      unanswered += 1;
    },
    error: () => {
      isInVain = true;
    },
    asyncEnd: () => {
      unanswered -= 1;
      if (unanswered === 0 && isInVain) waitsInVain += 1;
    },
  };
  const channel = tracingChannel('ioredis:command');
  channel.subscribe(listeners);
  const result = await run();
  channel.unsubscribe(listeners);
  return { commands, waitsInVain, result };
}

async function asAdmin(work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(server.url);
  await work(redis);
  redis.disconnect();
}
