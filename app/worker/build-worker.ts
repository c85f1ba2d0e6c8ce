import fastify from 'fastify';
import type { WorkerConfig } from '../config.ts';
import { health } from '../features/health/routes.ts';
import { drainingPlugin } from '../plugins/draining.ts';
import { metricsPlugin } from '../plugins/metrics.ts';
import { postgresPlugin } from '../plugins/postgres-transactions.ts';
import { serverOptions } from '../plugins/server-options.ts';
import { tracingPlugin } from '../plugins/tracing.ts';
import { storeOf } from '../receipts/store/choose-store.ts';
import { JOBS, NIGHTLY } from './database-job-handlers.ts';
import { receiptJobs } from './expire-and-check-receipt-files.ts';
import { queueMetrics } from './queue-metrics.ts';
import { receiptMetrics } from './receipt-check-metric.ts';
import { runInProcess } from './run-in-child-process.ts';
import { startWorker } from './take-and-run-jobs.ts';

/**
 * Builds the background worker, with one port for probes and metrics. It starts when the app is ready; closing waits
 * for the job in hand.
 */
export async function buildWorker(config: WorkerConfig) {
  const app = fastify(serverOptions(config));
  await app.register(drainingPlugin, { https: false });
  await app.register(metricsPlugin, config);
  await app.register(tracingPlugin, { traces: config.traces, service: config.database.application });
  await app.register(postgresPlugin, config.database);
  await app.register(health, config);
  app.get('/metrics', async (_request, reply) => {
    reply.type(app.metrics.contentType);
    return app.metrics.metrics();
  });

  const metrics = queueMetrics(app.metrics);
  const showReceipts = receiptMetrics(app.metrics);
  let worker: ReturnType<typeof startWorker> | undefined;
  app.addHook('onReady', async () => {
    const { database, tracing, log } = app;
    const inProcess = runInProcess(config.database);
    const jobs = { ...JOBS, ...receiptJobs(storeOf(config.uploads), log) };
    const apart = { 'read-file': inProcess, 'import-file': inProcess, 'undo-import': inProcess };
    const { sql } = database;
    worker = startWorker({ sql, jobs, apart, nightly: NIGHTLY, metrics, look: showReceipts, tracing, log });
  });
  app.addHook('preClose', async () => worker?.stop());
  return app;
}
