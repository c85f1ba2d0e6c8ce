import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { bookCachePlugin } from '../../../app/plugins/book-cache.ts';
import { metricsPlugin } from '../../../app/plugins/metrics.ts';
import { postgresPlugin } from '../../../app/plugins/postgres-transactions.ts';
import { redisPlugin } from '../../../app/plugins/redis.ts';
import { tracingPlugin } from '../../../app/plugins/tracing.ts';
import { queueMetrics } from '../../../app/worker/queue-metrics.ts';
import { appDashboard } from './app-dashboard.ts';

it('the dashboard of the app asks for what the app counts, and for nothing else', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  await app.register(metricsPlugin, { build: { version: '1', commit: 'c' } });
  await app.register(tracingPlugin, { traces: undefined });
  await app.register(postgresPlugin, nowhere);
  await app.register(redisPlugin, { redis: undefined });
  await app.register(bookCachePlugin);
  queueMetrics(app.metrics);
  const metrics = await app.metrics.getMetricsAsJSON();
  const counted = new Set(
    metrics.flatMap(({ name }) => ['', '_bucket', '_count', '_sum'].map((end) => name + end)),
  );
  const { rows, marks = [] } = appDashboard({ logs: false, namespace: 'finance' });
  const questions = rows
    .flatMap(({ panels }) => panels)
    .flatMap(({ queries }) => Object.values(queries))
    .concat(marks.map(({ query }) => query));
  const asked = questions.flatMap((query) => query.match(/\b(?:app|process|nodejs)_\w+/g) ?? []);
  expect(asked.length).toBeGreaterThan(10);
  for (const name of asked) expect([...counted]).toContain(name);
});

/** Config of a database that no test queries, so nothing ever connects. */
const nowhere = { host: '127.0.0.1', port: 1, name: 'x', poolSize: 1, user: 'x', password: 'x' };
