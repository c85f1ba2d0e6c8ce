import { setTimeout as pause } from 'node:timers/promises';
import plugin from 'fastify-plugin';
import type { Redis } from 'ioredis';
import type CircuitBreaker from 'opossum';
import { Gauge } from 'prom-client';
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
}

type Question = (redis: Redis) => Promise<unknown>;
type Connected = { client: Redis; breaker: CircuitBreaker<[Question]> };

export const redisPlugin = plugin<{ redis: Config['redis'] }>(
  async (app, { redis: config }) => {
    const up = new Gauge({ name: 'app_redis_up', help: '1 while Redis answers', registers: [app.metrics] });
    if (!config) {
      app.decorate('redis', { ask: async () => undefined });
      return;
    }

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
        keyPrefix,
        lazyConnect: true,
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        connectTimeout: 500,
        commandTimeout: patience,
        retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 2000),
      });
      client.on('error', () => {}); // the breaker logs it, once
      client.on('ready', () => up.set(1));
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
        app.log.warn('Redis is away: going on without it');
      });
      breaker.on('close', () => {
        up.set(1);
        app.log.info('Redis is back');
      });
      await Promise.race([client.connect().catch(() => {}), pause(500, undefined, { ref: false })]);
      return { client, breaker };
    }

    app.decorate('redis', {
      ask: async <T>(question: (redis: Redis) => Promise<T>) => {
        const { breaker } = await connection();
        return breaker.fire(question).catch(() => undefined) as Promise<T | undefined>;
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
