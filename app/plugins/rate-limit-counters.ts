import plugin from 'fastify-plugin';
import type { RedisAccess } from './redis.ts';

declare module 'fastify' {
  interface FastifyInstance {
    counts: Counts;
  }
}

/** Count of a key since its window began. */
export interface Count {
  readonly current: number;
  /** Milliseconds until the window ends and the count is reset. */
  readonly ttl: number;
}

/** Counters with a time window. */
export interface Counts {
  /**
   * Adds to the count of a key and returns it.
   *
   * @param by may be negative, to undo an earlier count
   * @param window milliseconds from the first count until the reset
   */
  add(key: string, by: number, window: number): Promise<Count>;
}

interface Window {
  count: number;
  ends: number;
}

/** Maximum number of keys in memory without Redis: a flood of them must not exhaust it. */
const MOST_ALONE = 10_000;

/** Counts in Redis across all pods, and per pod while Redis is away. */
export const rateLimitCountersPlugin = plugin(
  async (app) => {
    const alone = new Map<string, Window>();
    app.decorate('counts', {
      add: async (key, by, window) =>
        (await addTogether(app.redis, key, by, window)) ?? addAlone(alone, key, by, window),
    } satisfies Counts);
  },
  { name: 'counts', dependencies: ['redis'] },
);

async function addTogether(redis: RedisAccess, key: string, by: number, window: number) {
  const answer = await redis.ask((client) =>
    client.multi().incrby(key, by).pexpire(key, window, 'NX').pttl(key).exec(),
  );
  const [current, , ttl] = answer?.map(([, value]) => Number(value)) ?? [];
  return current === undefined || ttl === undefined ? undefined : { current, ttl };
}

function addAlone(counts: Map<string, Window>, key: string, by: number, window: number): Count {
  const now = Date.now();
  const before = counts.get(key);
  const [oldest] = counts.keys();
  if (!before && counts.size >= MOST_ALONE && oldest) counts.delete(oldest);
  const entry = before && before.ends > now ? before : { count: 0, ends: now + window };
  entry.count += by;
  counts.set(key, entry);
  return { current: entry.count, ttl: entry.ends - now };
}
