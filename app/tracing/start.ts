import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import type { Tracing } from '../plugins/tracing.ts';
import { traceCommands } from './commands.ts';
import { exportSpans } from './export-spans.ts';
import { traceRequests } from './requests.ts';
import { traceStatements } from './statements.ts';

/** Makes spans of requests, and of what the app asks Postgres and Redis during them. */
export function startTracing(app: FastifyInstance, config: NonNullable<Config['traces']>): Tracing {
  const { tracer, end } = exportSpans(config, app.log);
  traceRequests(app, tracer);
  const untraceCommands = traceCommands(tracer);
  app.addHook('onClose', async () => {
    untraceCommands();
    await end();
  });
  return { statements: (sql) => traceStatements(sql, tracer) };
}
