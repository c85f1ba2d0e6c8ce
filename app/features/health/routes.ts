import type { FastifyPluginAsync } from 'fastify';
import type { Config } from '../../config.ts';
import { connect } from '../../database/connect.ts';
import { swappedPool } from '../../database/swapped-pool.ts';
import { readiness } from './readiness.ts';

/** What the cluster asks: is the process alive, may it get requests. */
export const health: FastifyPluginAsync<Pick<Config, 'database'>> = async (app, { database }) => {
  // A connection of its own: an app that is busy with all of its others is not to be taken for one without Postgres.
  // It outlives the five seconds between two questions, and little more.
  const probe = swappedPool(app.database.watch, (own) =>
    connect(
      { ...database, poolSize: 1 },
      { silence: 7000, ...own, connection: { application_name: 'finance-probe' } },
    ),
  );
  app.addHook('onClose', () => probe.end(1));
  const ready = readiness(() => probe.sql`select 1`);

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
