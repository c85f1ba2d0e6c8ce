import plugin from 'fastify-plugin';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Build } from '../config.ts';
import { type NoteCertificate, serverCertificates } from './certificate-expiry-metrics.ts';
import { logWithoutThrowing } from './log-without-throwing.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Marks a route whose answer stays open while something goes on: its length is no latency. @default false */
    isStream?: boolean;
  }
  interface FastifyInstance {
    /** Registry for the plugins' metrics. */
    metrics: Registry;
    noteCertificate: NoteCertificate;
  }
}

/** Counts and times every request under its route's pattern: raw URLs would create a series per id. */
export const metricsPlugin = plugin<{ build: Build }>(
  async (app, { build }) => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    new Gauge({
      name: 'app_build_info',
      help: 'The release that runs, as labels; always 1',
      labelNames: ['version', 'commit'],
      registers: [registry],
    }).set({ ...build }, 1);
    const requests = new Counter({
      name: 'app_requests_total',
      help: 'Requests answered',
      labelNames: ['method', 'endpoint', 'status'],
      registers: [registry],
    });
    const latency = new Histogram({
      name: 'app_request_latency_seconds',
      help: 'Seconds from the request to the end of its answer',
      labelNames: ['method', 'endpoint'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    });
    app.decorate('metrics', registry);
    app.decorate('noteCertificate', serverCertificates(registry));
    app.addHook('onResponse', async (request, reply) => {
      logWithoutThrowing(request.log, () => {
        const endpoint = request.routeOptions.url ?? 'unmatched';
        requests.inc({ method: request.method, endpoint, status: reply.statusCode });
        if (!request.routeOptions.config.isStream)
          latency.observe({ method: request.method, endpoint }, reply.elapsedTime / 1000);
      });
    });
  },
  { name: 'metrics' },
);

// Not imported: an import reads every export of node:http, which loads a WebSocket client and adds 25 ms to the start.
const { createServer } = process.getBuiltinModule('node:http');

/** Serves `/metrics` on a separate port, so that no Ingress can expose it. */
export function metricsServer(registry: Registry) {
  return createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry
      .metrics()
      .then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      )
      .catch(() => response.destroy());
  });
}
