import { Writable } from 'node:stream';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { startServer } from '../testing/server-process.ts';
import { startApp } from '../testing/start-app.ts';
import { errorPagesPlugin } from './error-pages.ts';
import { loggerOptions, RequestLog } from './logging.ts';
import { pagePlugin } from './page-renderer.ts';
import { securityHeadersPlugin } from './security-headers.ts';

describe('an address that leads nowhere', () => {
  it('has a page, and JSON for programs', async () => {
    const { visitor } = await startApp();
    const page = await visitor().get('/nowhere');
    expect(page.statusCode).toBe(404);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('There is nothing at this address.');
    const json = await visitor().get('/api/nowhere');
    expect(json.statusCode).toBe(404);
  });

  it('does not come back as markup', async () => {
    const { visitor } = await startApp();
    for (const url of ['/<script>alert(1)</script>', '/%3Cscript%3E', '/%', '/sign-in?next=<script>']) {
      expect((await visitor().get(url)).body).not.toContain('<script>');
    }
  });
});

describe('a failure', () => {
  it('shows what to mention and nothing of what happened', async () => {
    const { app, visitor, rows } = await startApp();
    await rows`create function fail() returns trigger language plpgsql as $$ begin raise 'hush'; end $$`;
    await rows`create trigger fails before insert on person for each row execute function fail()`;
    const browser = visitor();
    const response = await browser.post('/sign-up', {
      ...{ name: 'Ada', email: 'ada@example.org', password: 'four quiet words' },
      ...{ currency: 'EUR', timeZone: 'UTC' },
    });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('hush');
    expect(response.body).toContain(String(response.headers['x-request-id']));
    expect(app.server.listening).toBe(false);
  });

  it('of Postgres is told as what it is, with when to come back', async () => {
    const { visitor } = await startApp({ database: nowhere });
    const browser = visitor();
    const response = await browser.post('/sign-in', { email: 'a@b.cd', password: 'x' });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('5');
    expect(response.body).toContain('The database does not answer');
    expect((await browser.get('/')).statusCode).toBe(200);
    expect((await browser.get('/ready')).statusCode).toBe(503);
    expect((await browser.get('/health')).statusCode).toBe(200);
  });
});

describe('a refusal that passes by itself', () => {
  it('of Postgres is one warning for each who was sent away, without a stack', async () => {
    const { url, output } = await startServer({ DB_PORT: '1', REDIS_URL: '' });
    expect((await fetch(`${url}/invitation?token=any`)).status).toBe(503);
    const told = () => output.filter((line) => line.includes('"reqId"')).map((line) => JSON.parse(line));
    await expect.poll(told).toHaveLength(2);
    expect(told()).toMatchObject([
      { level: 'warn', msg: 'request refused for now', why: 'ECONNREFUSED' },
      { level: 'info', status: 503 },
    ]);
    expect(output.join()).not.toContain('"stack"');
  });

  it('of who is busy is the same', async () => {
    const { app, lines } = await speaking();
    const busy = Object.assign(new Error('Very many people are here.'), { statusCode: 503 });
    app.get('/busy', () => Promise.reject(busy));
    const { statusCode, headers, body } = await app.inject('/busy');
    expect([statusCode, headers['retry-after'], body]).toEqual([
      503,
      '5',
      expect.stringContaining('Very many people are here.'),
    ]);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'request refused for now', why: busy.message }),
    ]);
    expect(lines[0]).not.toHaveProperty('err');
  });

  it('is none where somebody has to mend something, such as a full disk or a slow statement', async () => {
    const { app, lines } = await speaking();
    app.get('/fails/:code', ({ params }) => Promise.reject(Object.assign(new Error('hush'), params)));
    for (const code of ['53100', '57014']) {
      const { statusCode, body } = await app.inject(`/fails/${code}`);
      expect(statusCode).toBe(503);
      expect(body).not.toMatch(/hush|tell us/);
    }
    expect(lines).toMatchObject([
      { level: 'error', err: { code: '53100', stack: expect.stringContaining('at ') } },
      { level: 'error', err: { code: '57014' } },
    ]);
  });
});

it('of a row that was taken away at that moment, somebody is told that, and nobody else of it', async () => {
  const { app, lines } = await speaking();
  app.get('/gone', () => Promise.reject(Object.assign(new Error('hush'), { code: '23503' })));
  const { statusCode, body } = await app.inject('/gone');
  expect(statusCode).toBe(409);
  expect(body).toContain('Something that this is about was taken away at that moment.');
  expect(body).not.toContain('hush');
  expect(lines).toMatchObject([{ level: 'warn', msg: 'request refused for now', why: '23503' }]);
});

describe('a form with fields that cannot be', () => {
  it('names them', async () => {
    const { visitor } = await startApp();
    const response = await visitor().post('/sign-in', { email: 'a@b.cd' });
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain('password');
  });
});

const nowhere = { host: '127.0.0.1', port: 1, name: 'x', poolSize: 1, user: 'x', password: 'x' };

/** Starts an app with only the error pages; collects its log lines. */
async function speaking() {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const app = fastify({
    logger: { ...loggerOptions('warn'), stream },
    logController: new RequestLog(),
  });
  await app.register(securityHeadersPlugin, { https: false });
  await app.register(pagePlugin, { signUp: 'open', build: { version: '1', commit: 'c' } });
  await app.register(errorPagesPlugin);
  app.decorateRequest('person', null);
  app.decorateRequest('book', null);
  return { app, lines };
}
