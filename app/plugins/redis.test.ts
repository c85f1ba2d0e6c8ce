import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noRedis } from '../testing/missing.ts';
import { type RedisServer, startRedisServer } from '../testing/redis-server.ts';
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
    const slowest = await visitEverything(ada);
    expect(slowest).toBeLessThan(1500);
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
    const started = await start();
    const ada = await started.signedIn();
    server.freeze();
    await visitEverything(ada);
    const began = performance.now();
    for (let visit = 0; visit < 5; visit += 1) await ada.get('/');
    expect(performance.now() - began).toBeLessThan(600); // one may be the question whether Redis is back
  });

  it('is used again when it is back', async () => {
    const started = await start();
    server.freeze();
    while ((await ask(started)) !== undefined);
    for (let n = 0; n < 5; n += 1) expect(await ask(started)).toBeUndefined();
    server.thaw();
    await expect.poll(() => ask(started), { timeout: 10_000 }).toBe('PONG');
    expect(await gauge(started)).toContain('app_redis_up 1');
  });

  it('is found again after a restart', async () => {
    const started = await start();
    await expect.poll(() => ask(started)).toBe('PONG');
    await server.stop();
    await expect.poll(() => ask(started)).toBeUndefined();
    await expect.poll(() => gauge(started)).toContain('app_redis_up 0');
    server = await startRedisServer(folder, server.port);
    await expect.poll(() => ask(started), { timeout: 10_000 }).toBe('PONG');
  });

  it('does not keep a sign-out from being final: the copy that it still holds grants nothing', async () => {
    const started = await start();
    const ada = await started.signedIn();
    await ada.get('/');
    const cookies = new Map(ada.cookies);
    server.freeze();
    await ada.post('/sign-out');
    server.thaw();
    await pause(50);
    const elsewhere = started.visitor();
    for (const [name, value] of cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.get('/')).statusCode).toBe(200);
  });

  it('does not stop the app from starting', async () => {
    await server.stop();
    const { visitor } = await start();
    expect((await visitor().get('/ready')).statusCode).toBe(200);
  });
});

async function start(): Promise<Started> {
  const started = await startApp({
    redis: { url: server.url, password: '', keyPrefix: 'test:', patience: 200 },
  });
  await expect
    .poll(() => ask(started), { timeout: 1000 })
    .toBe('PONG')
    .catch(() => {}); // unless it is stopped
  return started;
}

function ask({ app }: Started) {
  return app.redis.ask((redis) => redis.ping());
}

function gauge({ app }: Started) {
  return app.metrics.getSingleMetricAsString('app_redis_up');
}

/** Every page that needs no id of its own; the milliseconds of the slowest. */
async function visitEverything(person: SignedIn): Promise<number> {
  let slowest = 0;
  for (const url of [
    '/',
    '/sign-in',
    '/sign-up',
    '/ready',
    '/health',
    `/books/${person.book}`,
    '/api/visitors',
  ]) {
    const began = performance.now();
    const { statusCode } = await person.get(url);
    slowest = Math.max(slowest, performance.now() - began);
    expect.soft(statusCode, url).toBeLessThan(url.startsWith('/books') ? 405 : 400);
  }
  expect((await person.get('/')).headers.location).toBe(`/books/${person.book}`);
  return slowest;
}

async function asAdmin(work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(server.url);
  await work(redis);
  redis.disconnect();
}
