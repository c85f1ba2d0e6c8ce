import type { FastifyPluginAsync } from 'fastify';
import { readiness } from './readiness.ts';

/** What the cluster asks: is the process alive, may it get requests. */
export const health: FastifyPluginAsync = async (app) => {
  const ready = readiness(() => app.database.sql`select 1`);

  // It depends on nothing, because who fails it is killed.
  app.get('/health', async () => ({ status: 'alive' }));
  app.get('/health-check', async () => ({ status: 'alive' }));

  // On Postgres, without which no page works, and not on Redis, without which every page does.
  app.get('/ready', async (_request, reply) => {
    if (app.draining) return reply.code(503).send({ status: 'draining' });
    if (!(await ready())) return reply.code(503).send({ status: 'Postgres does not answer' });
    return { status: 'ready' };
  });
};
