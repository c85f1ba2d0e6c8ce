import plugin from 'fastify-plugin';
import type { Config } from '../config.ts';
import type { Tracing } from '../tracing/tracing-interface.ts';

declare module 'fastify' {
  interface FastifyInstance {
    tracing: Tracing;
  }
}

/** Traces requests when the settings name a collector; otherwise no tracing code is loaded and no hook is added. */
export const tracingPlugin = plugin<Pick<Config, 'traces'> & { readonly service?: string }>(
  async (app, { traces, service = 'finance-web' }) => {
    if (!traces) {
      app.decorate('tracing', { statements: (sql) => sql, work: (_name, run) => run() });
      return;
    }
    const { startTracing } = await import('../tracing/start-tracing.ts'); // loading takes 150 ms
    app.decorate('tracing', startTracing(app, { ...traces, service }));
  },
  { name: 'tracing' },
);
