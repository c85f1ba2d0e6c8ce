import fastify from 'fastify';
import { expect, it } from 'vitest';
import { metricsPlugin } from '../../../app/plugins/metrics.ts';
import { redisPlugin } from '../../../app/plugins/redis.ts';
import { appDashboard } from './app-dashboard.ts';

it('the dashboard of the app asks for what the app counts, and for nothing else', async () => {
  const app = fastify();
  await app.register(metricsPlugin);
  await app.register(redisPlugin, { redis: undefined });
  const metrics = await app.metrics.getMetricsAsJSON();
  const counted = new Set(
    metrics.flatMap(({ name }) => ['', '_bucket', '_count', '_sum'].map((end) => name + end)),
  );
  counted.add('app_cache_lookups_total'); // of the book cache, which needs a database
  const questions = appDashboard({ logs: false, namespace: 'finance' })
    .rows.flatMap(({ panels }) => panels)
    .flatMap(({ queries }) => Object.values(queries));
  const asked = questions.flatMap((query) => query.match(/\b(?:app|process|nodejs)_\w+/g) ?? []);
  expect(asked.length).toBeGreaterThan(10);
  for (const name of asked) expect([...counted]).toContain(name);
});
