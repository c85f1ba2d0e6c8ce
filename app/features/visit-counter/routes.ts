import type { FastifyPluginAsync } from 'fastify';
import { limits } from '../../plugins/rate-limit.ts';

/**
 * Counts the visits to this URL across all pods. The counter is in Redis only; while Redis is away it is null, and the
 * response is still 200: there is nothing for the caller to do, and no page depends on it.
 */
export const visitCounter: FastifyPluginAsync = async (app) => {
  const config = { writes: true, rateLimit: limits.visit };
  app.get('/api/visitors', { exposeHeadRoute: false, config }, async () => ({
    visitors: (await app.redis.ask((redis) => redis.incr('visitors'))) ?? null,
  }));
};
