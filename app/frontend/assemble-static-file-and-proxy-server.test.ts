import { describe, expect, it, onTestFinished } from 'vitest';
import { Browser } from '../testing/simulated-browser.ts';
import { startApp } from '../testing/start-app.ts';
import { asset } from '../web/hashed-static-file-url.ts';
import { buildFrontend } from './assemble-static-file-and-proxy-server.ts';
import { readFrontendConfig } from './read-proxy-config-from-environment.ts';

const ORIGIN = 'http://localhost:8080';

/** Starts the real app behind a frontend. */
async function start() {
  const { app } = await startApp({ trustedProxies: 1 });
  const upstream = await app.listen({ host: '127.0.0.1', port: 0 });
  const environment = { PUBLIC_URL: ORIGIN, UPSTREAM: upstream, LOG_LEVEL: 'silent' };
  const frontend = await buildFrontend(readFrontendConfig(environment));
  onTestFinished(() => frontend.close());
  return { app, frontend, visitor: new Browser(frontend, ORIGIN) };
}

describe('a person behind the frontend', () => {
  it('signs up, is known from then on, and signs out', async () => {
    const { visitor } = await start();
    const form = {
      name: 'Ada',
      email: 'ada.frontend@example.org',
      password: 'four quiet words here',
      currency: 'EUR',
      timeZone: 'UTC',
    };
    const signedUp = await visitor.post('/sign-up', form);
    expect(signedUp.statusCode).toBe(303);
    const page = await visitor.get(String(signedUp.headers.location));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Ada');
    expect((await visitor.post('/sign-out')).statusCode).toBe(303);
    expect((await visitor.get('/books')).headers.location).toContain('/sign-in');
  });

  it('is protected by the app as before: a form without its token, or from elsewhere, is refused', async () => {
    const { visitor } = await start();
    expect((await visitor.post('/sign-in', { _csrf: 'made up' })).statusCode).toBe(403);
    const foreign = { origin: 'https://evil.example' };
    expect((await visitor.post('/sign-in', {}, foreign)).statusCode).toBe(403);
  });

  it.each([
    '/',
    '/sign-in',
    '/nowhere',
    '/health',
    '/ready',
    '/api/visitors',
    '/api/data',
    asset('app.css'),
  ])('gets %s with the headers that the app gives it', async (url) => {
    const { app, frontend } = await start();
    const own = new Set([
      'date',
      'x-request-id',
      'connection',
      'keep-alive',
      'set-cookie',
      'transfer-encoding',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
    ]);
    const headersOf = async (server: typeof app) => {
      const { headers, statusCode } = await server.inject(url);
      const kept = Object.entries(headers).filter(([name]) => !own.has(name));
      return { statusCode, headers: Object.fromEntries(kept) };
    };
    expect(await headersOf(frontend as unknown as typeof app)).toEqual(await headersOf(app));
  });
});

describe('the frontend', () => {
  it('serves style sheets itself, and lives, while the app is away', async () => {
    const environment = { PUBLIC_URL: ORIGIN, UPSTREAM: 'http://127.0.0.1:1', LOG_LEVEL: 'silent' };
    const frontend = await buildFrontend(readFrontendConfig(environment));
    onTestFinished(() => frontend.close());
    for (const url of [asset('app.css'), '/frontend/health', '/frontend/ready'])
      expect((await frontend.inject(url)).statusCode).toBe(200);
    expect((await frontend.inject('/ready')).statusCode).toBe(502);
    frontend.draining = true;
    expect((await frontend.inject('/frontend/ready')).statusCode).toBe(503);
    expect((await frontend.inject('/frontend/health')).headers.connection).toBe('close');
  });

  it('tells in the language of the pages that the app is away, or that an address cannot be read', async () => {
    const environment = { PUBLIC_URL: ORIGIN, UPSTREAM: 'http://127.0.0.1:1', LOG_LEVEL: 'silent' };
    const frontend = await buildFrontend({ ...readFrontendConfig(environment), language: 'pseudo' });
    onTestFinished(() => frontend.close());
    const page = (await frontend.inject('/')).body;
    expect(page).toContain('dir="rtl"');
    expect(page).toContain('<h1>Båçk îñ å möméñt');
    expect((await frontend.inject('/api/data')).json().title).toContain('~');
    expect((await frontend.inject('/%')).body).toContain('çåññöt bé réåd');
  });

  it('counts and times what it answers, for a scraper', async () => {
    const { frontend } = await start();
    await frontend.inject('/sign-in');
    expect(await frontend.metrics.metrics()).toContain(
      'app_requests_total{method="GET",endpoint="/*",status="200"} 1',
    );
  });
});
