import type { FastifyPluginAsync } from 'fastify';
import type { Config } from '../../config.ts';
import { connect } from '../../database/connect.ts';
import { replaceablePool } from '../../database/pool-replaced-after-outage.ts';
import { readiness } from './throttle-readiness-checks.ts';

/** Liveness and readiness probes. */
export const health: FastifyPluginAsync<Pick<Config, 'database' | 'build'>> = async (
  app,
  { database, build },
) => {
  // A separate connection: an app with a busy pool must not be taken for one without Postgres. It times out after
  // slightly more silence than the five seconds between two probes.
  const probe = replaceablePool(app.database.watch, (own) =>
    connect(
      { ...database, poolSize: 1 },
      { silence: 7000, ...own, connection: { application_name: 'finance-probe' } },
    ),
  );
  app.addHook('onClose', () => probe.end(1));
  const ready = readiness(() => probe.sql`select 1`);

  // No dependencies: a pod that fails this probe is killed.
  app.get('/health', async () => ({ status: 'alive', ...build }));
  app.get('/health-check', async () => ({ status: 'alive', ...build }));

  // Depends on Postgres, which every page needs, and not on Redis, without which every page works.
  app.get('/ready', async (_request, reply) => {
    if (app.draining) return reply.code(503).send({ status: 'draining' });
    if (!(await ready())) return reply.code(503).send({ status: 'Postgres does not answer' });
    return { status: 'ready' };
  });
};
