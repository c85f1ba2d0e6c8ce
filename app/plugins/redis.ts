import plugin from 'fastify-plugin';
import { Redis } from 'ioredis';
import CircuitBreaker from 'opossum';
import { Gauge } from 'prom-client';
import type { Config } from '../config.ts';

declare module 'fastify' {
  interface FastifyInstance {
    redis: RedisAccess;
  }
}

/** Redis makes things faster, never right or wrong: whoever asks must be able to go on without an answer. */
export interface RedisAccess {
  /** What Redis answered, or undefined when it is away (which takes 200 ms at most, and no time after a few of those). */
  ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | undefined>;
}

export const redisPlugin = plugin<{ redis: Config['redis'] }>(
  async (app, { redis: config }) => {
    const up = new Gauge({ name: 'app_redis_up', help: '1 while Redis answers', registers: [app.metrics] });
    if (!config) {
      app.decorate('redis', { ask: async () => undefined });
      return;
    }

    const client = new Redis(config.url, {
      ...(config.password && { password: config.password }),
      keyPrefix: config.keyPrefix,
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      connectTimeout: 500,
      commandTimeout: 200,
      retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 2000),
    });
    client.on('error', () => {}); // the breaker tells, once
    client.on('ready', () => up.set(1));
    client.on('close', () => up.set(0));

    const breaker = new CircuitBreaker((question: (redis: Redis) => Promise<unknown>) => question(client), {
      timeout: false, // each command has its own
      volumeThreshold: 3,
      errorThresholdPercentage: 50,
      rollingCountTimeout: 5_000,
      resetTimeout: 1_000,
    });
    breaker.on('open', () => {
      up.set(0);
      app.log.warn('Redis is away: going on without it');
    });
    breaker.on('close', () => {
      up.set(1);
      app.log.info('Redis is back');
    });

    app.decorate('redis', {
      ask: <T>(question: (redis: Redis) => Promise<T>) =>
        breaker.fire(question).catch(() => undefined) as Promise<T | undefined>,
    });
    client.connect().catch(() => {}); // not waited for: we start without Redis, too
    app.addHook('onClose', async () => {
      breaker.shutdown();
      client.disconnect();
    });
  },
  { name: 'redis', dependencies: ['metrics'] },
);
