import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { endPart, within } from './active-and-child-spans.ts';
import { exportSpans, type Traces } from './export-spans.ts';
import { traceRequests } from './http-requests.ts';
import { traceCommands } from './redis-commands.ts';
import { traceStatements } from './sql-statements.ts';
import type { Tracing } from './tracing-interface.ts';

/** Traces requests and other work, with their Postgres statements and Redis commands. */
export function startTracing(app: FastifyInstance, config: Traces): Tracing {
  const { tracer, end } = exportSpans(config, app.log);
  traceRequests(app, tracer);
  const untraceCommands = traceCommands(tracer);
  app.addHook('onClose', async () => {
    untraceCommands();
    await end();
  });
  return {
    statements: (sql) => traceStatements(sql, tracer),
    async work(name, run) {
      const span = tracer.startSpan(name, { kind: SpanKind.CONSUMER }, ROOT_CONTEXT);
      try {
        const done = await within(trace.setSpan(ROOT_CONTEXT, span), run);
        endPart(span);
        return done;
      } catch (error) {
        endPart(span, error as Error);
        throw error;
      }
    },
  };
}
