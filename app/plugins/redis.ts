import { readFile } from 'node:fs/promises';
import { isIP, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import plugin from 'fastify-plugin';
import type { Redis } from 'ioredis';
import type CircuitBreaker from 'opossum';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Config } from '../config.ts';

declare module 'fastify' {
  interface FastifyInstance {
    redis: RedisAccess;
  }
}

/** Redis affects speed only, never correctness: every caller must be able to go on without an answer. */
export interface RedisAccess {
  /** Result of the command; undefined when Redis is away: after the time limit, and at once after several timeouts. */
  ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | undefined>;
  /** Cached text, in the metrics of its kind; null when there is none, undefined when Redis is away. */
  lookUp(kind: CacheKind, key: string): Promise<string | null | undefined>;
}

/** Kinds of cached answers, each with a promise of its own on how often and how fast they are found. */
export type CacheKind = 'balances' | 'recent' | 'transactions' | 'dashboard' | 'session';

type Question = (redis: Redis) => Promise<unknown>;
type Connected = { client: Redis; breaker: CircuitBreaker<[Question]> };

export const redisPlugin = plugin<{ redis: Config['redis'] }>(
  async (app, { redis: config }) => {
    const up = new Gauge({ name: 'app_redis_up', help: '1 while Redis answers', registers: [app.metrics] });
    const count = lookUpMetrics(app.metrics);
    if (!config) {
      app.decorate('redis', { ask: async () => undefined, lookUp: async () => undefined });
      return;
    }

    const tls = await encryption(config);
    let connected: Promise<Connected> | undefined;
    const connection = () => {
      connected ??= connect(config);
      return connected;
    };

    async function connect({
      url,
      password,
      keyPrefix,
      patience,
      rest,
    }: typeof config & object): Promise<Connected> {
      // Deferred until the app listens: it starts without Redis as well, and 30 ms sooner without its client.
      const [{ Redis }, { default: CircuitBreaker }] = await Promise.all([
        import('ioredis'),
        import('opossum'),
      ]);
      const client = new Redis(url, {
        ...(password && { password }),
        ...(tls && { tls }),
        keyPrefix,
        lazyConnect: true,
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        connectTimeout: 500,
        commandTimeout: patience,
        retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 2000),
      });
      let reason: string | undefined;
      client.on('error', (error: Error) => {
        reason = error.message; // the breaker logs it, once
      });
      client.on('ready', () => {
        reason = undefined;
        up.set(1);
        app.noteCertificate('redis', client.stream as Socket);
      });
      client.on('close', () => up.set(0));

      const breaker = new CircuitBreaker((question: Question) => question(client), {
        timeout: false, // each command has its own
        volumeThreshold: 3,
        errorThresholdPercentage: 50,
        rollingCountTimeout: 5_000,
        resetTimeout: rest,
      });
      breaker.on('open', () => {
        up.set(0);
        app.log.warn({ reason }, 'Redis is away: going on without it');
      });
      breaker.on('close', () => {
        up.set(1);
        app.log.info('Redis is back');
      });
      await Promise.race([client.connect().catch(() => {}), pause(500, undefined, { ref: false })]);
      return { client, breaker };
    }

    async function ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | undefined> {
      const { breaker } = await connection();
      return breaker.fire(question).catch(() => undefined) as Promise<T | undefined>;
    }
    app.decorate('redis', {
      ask,
      async lookUp(kind, key) {
        const start = performance.now();
        const found = await ask((redis) => redis.get(key));
        count(kind, found, (performance.now() - start) / 1000);
        return found;
      },
    });
    app.addHook('onListen', async () => {
      await connection();
    });
    app.addHook('onClose', async () => {
      const { client, breaker } = (await connected) ?? {};
      breaker?.shutdown();
      client?.disconnect();
    });
  },
  { name: 'redis', dependencies: ['metrics'] },
);

/**
 * TLS options for a `rediss:` address: the certificate must be signed by a known authority and name the host. The file is
 * read once, since pods are replaced when its contents change.
 *
 * @throws Error when the file cannot be read
 */
async function encryption({ url, caFile }: NonNullable<Config['redis']>) {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'rediss:') return undefined;
  const ca =
    caFile &&
    (await readFile(caFile).catch((error: Error) => {
      throw new Error(`REDIS_CA_FILE cannot be read: ${error.message}`);
    }));
  return { ...(!isIP(hostname) && { servername: hostname }), ...(ca && { ca }) };
}

/** Metrics of look-ups: an error is one that Redis did not answer in time, or at all. */
function lookUpMetrics(registry: Registry) {
  const lookUps = new Counter({
    name: 'app_cache_lookups_total',
    help: 'Look-ups of cached answers, by kind and by result: hit, miss, error',
    labelNames: ['kind', 'result'],
    registers: [registry],
  });
  const latency = new Histogram({
    name: 'app_cache_lookup_seconds',
    help: 'Seconds until Redis answered a look-up, or did not',
    labelNames: ['kind'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25],
    registers: [registry],
  });
  return (kind: CacheKind, found: string | null | undefined, seconds: number) => {
    const result = found === undefined ? 'error' : found === null ? 'miss' : 'hit';
    lookUps.inc({ kind, result });
    latency.observe({ kind }, seconds);
  };
}
