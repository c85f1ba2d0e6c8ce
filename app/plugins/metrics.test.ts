import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startApp } from '../testing/start-app.ts';
import { metricsServer } from './metrics.ts';

describe('the metrics', () => {
  it('count requests by method, route and status, and never by the address that was asked for', async () => {
    const { visitor, app } = await startApp();
    const browser = visitor();
    await browser.get('/sign-in?next=%2Fbooks');
    await browser.get('/static/app.css');
    await browser.get('/books/1/2/3/4');
    await browser.get('/wp-login.php');
    const text = await app.metrics.metrics();
    expect(text).toContain('app_requests_total{method="GET",endpoint="/sign-in",status="200"} 1');
    expect(text).toContain('app_requests_total{method="GET",endpoint="/static/*",status="200"} 1');
    expect(text).toContain('app_requests_total{method="GET",endpoint="unmatched",status="404"} 2');
    expect(text).toContain('app_request_latency_seconds_count{method="GET",endpoint="/sign-in"} 1');
    expect(text).not.toMatch(/wp-login|next=/);
  });

  it('name the release', async () => {
    const { app } = await startApp({ build: { version: '1.2.3', commit: 'a1b2c3d' } });
    expect(await app.metrics.metrics()).toContain('app_build_info{version="1.2.3",commit="a1b2c3d"} 1');
  });

  it('tell of the process, of Postgres and of Redis', async () => {
    const { app } = await startApp();
    const text = await app.metrics.metrics();
    for (const name of [
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_seconds',
      'app_postgres_up',
      'app_redis_up',
    ]) {
      expect(text).toContain(name);
    }
  });

  it('are served on a port of their own, and nothing else is there', async () => {
    const { app, visitor } = await startApp();
    const server = metricsServer(app.metrics).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const response = await fetch(`${address}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toContain('app_requests_total');
    expect((await fetch(`${address}/`)).status).toBe(404);
    expect((await visitor().get('/metrics')).statusCode).toBe(404);
  });
});
