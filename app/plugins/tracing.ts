import plugin from 'fastify-plugin';
import type { Config } from '../config.ts';
import type { Sql } from '../database/connect.ts';

declare module 'fastify' {
  interface FastifyInstance {
    tracing: Tracing;
  }
}

/** What others hand over to be traced. */
export interface Tracing {
  /** The same pool, whose statements are spans of the request that they belong to. */
  statements(sql: Sql): Sql;
}

/** Traces, where the settings name a collector; without one nothing of it is loaded, and no request passes a hook. */
export const tracingPlugin = plugin<Pick<Config, 'traces'>>(
  async (app, { traces }) => {
    if (!traces) {
      app.decorate('tracing', { statements: (sql) => sql });
      return;
    }
    const { startTracing } = await import('../tracing/start.ts'); // 150 ms of a start
    app.decorate('tracing', startTracing(app, traces));
  },
  { name: 'tracing' },
);
