import rateLimit, { type FastifyRateLimitStore, type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import type { RedisAccess } from './redis.ts';

/** How often one address may do what is dear or can be guessed at. */
export const limits = {
  signIn: { max: 60, timeWindow: '15 minutes' },
  signUp: { max: 30, timeWindow: '1 hour' },
  api: { max: 300, timeWindow: '1 minute' },
  upload: { max: 60, timeWindow: '10 minutes' },
} as const satisfies Record<string, RateLimitOptions>;

/** Without Redis each pod counts alone, so each request counts as this many. */
const weightAlone = 4;

/** Limits on the routes that ask for one (`config: { rateLimit: limits.signIn }`), counted for all pods in Redis. */
export const rateLimitPlugin = plugin(
  async (app) => {
    await app.register(rateLimit, { global: false, hook: 'onRequest', store: storeOf(app) });
  },
  { name: 'rate-limit', dependencies: ['redis'] },
);

interface Count {
  current: number;
  ttl: number;
}

interface Window {
  count: number;
  ends: number;
}

function storeOf({ redis }: FastifyInstance) {
  const alone = new Map<string, Window>();

  return class Store implements FastifyRateLimitStore {
    readonly #route: string;

    constructor({ route = '' }: { route?: string }) {
      this.#route = route;
    }

    child(options: object): Store {
      const { method = '', url = '' } =
        (options as { routeInfo?: { method?: string; url?: string } }).routeInfo ?? {};
      return new Store({ route: `${method}${url}` });
    }

    incr(who: string, done: (error: Error | null, count?: Count) => void, milliseconds: number): void {
      const key = `limit:${this.#route}:${who}`;
      void countTogether(redis, key, milliseconds).then(
        (count) => done(null, count ?? countAlone(alone, key, milliseconds)),
        done,
      );
    }
  };
}

async function countTogether(redis: RedisAccess, key: string, window: number): Promise<Count | undefined> {
  const answer = await redis.ask((client) =>
    client.multi().incr(key).pexpire(key, window, 'NX').pttl(key).exec(),
  );
  const [current, , ttl] = answer?.map(([, value]) => Number(value)) ?? [];
  return current === undefined || ttl === undefined ? undefined : { current, ttl };
}

function countAlone(counts: Map<string, Window>, key: string, window: number): Count {
  const now = Date.now();
  const [oldest] = counts.keys();
  if (counts.size >= 10_000 && oldest) counts.delete(oldest); // a flood of addresses must not fill the memory
  const before = counts.get(key);
  const entry = before && before.ends > now ? before : { count: 0, ends: now + window };
  entry.count += weightAlone;
  counts.set(key, entry);
  return { current: entry.count, ttl: entry.ends - now };
}
