import type { FastifyPluginAsync } from 'fastify';

/**
 * How often this address was opened, on all pods together. The number lives in Redis alone; while Redis is away it is
 * null, and the answer still 200: there is nothing for the caller to do, and no page of ours has failed.
 */
export const visitors: FastifyPluginAsync = async (app) => {
  app.get('/api/visitors', { exposeHeadRoute: false }, async () => ({
    visitors: (await app.redis.ask((redis) => redis.incr('visitors'))) ?? null,
  }));
};
