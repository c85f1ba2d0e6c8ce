import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import fastify, { type LightMyRequestResponse as Response } from 'fastify';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildFrontend } from './frontend/assemble-static-file-and-proxy-server.ts';
import { readFrontendConfig } from './frontend/read-proxy-config-from-environment.ts';
import { drainingPlugin } from './plugins/draining.ts';
import { securityHeadersPlugin } from './plugins/security-headers.ts';
import { type Household, household } from './testing/household.ts';
import { startApp } from './testing/start-app.ts';

/* Every error below /api/ has the same form, whichever code reports it. */

let home: Household;
beforeAll(async () => {
  home = await household();
});

function expectProblem(response: Response, status: number): void {
  expect(response.statusCode, response.body).toBe(status);
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json\b/);
  const { type, title, detail, requestId, ...more } = response.json();
  expect({ type, title, detail, requestId, ...more }).toMatchObject({
    type: 'about:blank',
    title: expect.stringMatching(/\w/),
    status,
    detail: expect.stringMatching(/\.$/),
    requestId: response.headers['x-request-id'],
  });
}

const key = () => ({ 'idempotency-key': randomUUID() });
const inject = (method: string, url: string, headers: Record<string, string> = {}, payload?: string) =>
  home.app.inject({ method: method as 'GET', url, headers, ...(payload !== undefined && { payload }) });

describe('a problem of', () => {
  it('who is not signed in', async () => {
    expectProblem(await home.visitor().get('/api/data'), 401);
  });

  it('an address that leads nowhere', async () => {
    for (const path of ['/api/nowhere', '/api/', '/api', '/api/data/1'])
      expectProblem(await home.ada.get(path), 404);
  });

  it('a method that an address does not take', async () => {
    const deletion = await inject('DELETE', '/api/data?book=1');
    expectProblem(deletion, 405);
    expect(deletion.headers['allow']).toBe('GET, HEAD, POST');
    const post = await inject('POST', '/api/visitors', { 'content-type': 'application/json' }, '{}');
    expectProblem(post, 405);
    expect(post.headers['allow']).toBe('GET');
  });

  it('a request that cannot be read, or is not for this person', async () => {
    expectProblem(await home.ada.get('/api/data?limit=0'), 400);
    expectProblem(await home.ada.get('/api/data?kind=nonsense'), 422);
    expectProblem(await home.ada.get(`/api/data?book=${randomUUID()}`), 404);
    expectProblem(await home.ada.postJson('/api/data', {}, { ...key(), 'x-csrf-token': '' }), 403);
    expectProblem(await home.ada.postJson('/api/data', {}, key()), 400);
    expectProblem(await home.ada.post('/api/data', {}, key()), 415);
    expectProblem(await home.ada.postJson('/api/data', { note: 'x'.repeat(2_000_000) }, key()), 413);
  });

  it('who asks too often', async () => {
    const often = await home.signedIn('Often');
    for (let n = 0; n < 300; n++) await often.postJson('/api/data', {}, key());
    const response = await often.postJson('/api/data', {}, key());
    expectProblem(response, 429);
    expect(response.headers['retry-after']).toMatch(/^\d+$/);
  });

  it('a failure, without a word of it', async () => {
    await home.rows`create function fail() returns trigger language plpgsql as $$ begin raise 'hush'; end $$`;
    await home.rows`create trigger fails before insert on transaction for each row execute function fail()`;
    const bank = await home.account('Bank');
    const body = { bookedOn: '2025-11-21', amount: '-1', account: bank.id };
    const response = await home.ada.postJson('/api/data', body, key());
    expectProblem(response, 500);
    expect(response.body).not.toContain('hush');
  });

  it('a database that is away', async () => {
    const away = { host: '127.0.0.1', port: 1, name: 'x', poolSize: 1, user: 'x', password: 'x' };
    const { app } = await startApp({ database: away });
    const cookie = home.ada.cookies;
    const headers = { cookie: [...cookie].map(([name, value]) => `${name}=${value}`).join('; ') };
    expectProblem(await app.inject({ url: '/api/data', headers }), 503);
  });

  it('a server that is about to stop', async () => {
    const app = fastify({ return503OnClosing: false });
    await app.register(drainingPlugin, { https: false });
    await app.register(securityHeadersPlugin, { https: false });
    const answers: Promise<globalThis.Response>[] = [];
    app.addHook('preClose', async () => {
      answers.push(fetch(`${at}/api/data`));
      await answers[0];
    });
    const at = await app.listen({ host: '127.0.0.1', port: 0 });
    await app.close();
    const [answer] = await Promise.all(answers);
    expect([answer?.status, answer?.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer?.headers.get('content-type')).toContain('application/problem+json');
  });

  it('an address that cannot be read', async () => {
    const response = await home.visitor().get('/api/%');
    expect([response.statusCode, response.json().status]).toEqual([400, 400]);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});

describe('a problem of the tier before the app', () => {
  it('while the app does not answer', async () => {
    const silent = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const environment = { PUBLIC_URL: 'https://money.example.org', UPSTREAM: `http://127.0.0.1:${port}` };
    const frontend = await buildFrontend(readFrontendConfig({ ...environment, LOG_LEVEL: 'silent' }));
    onTestFinished(async () => {
      await frontend.close();
      silent.close();
    });
    expectProblem(await frontend.inject('/api/data'), 502);
    const headers = { 'content-length': '50000000', 'content-type': 'application/json' };
    expectProblem(await frontend.inject({ method: 'POST', url: '/api/data', headers }), 413);
  });
});
