import { Writable } from 'node:stream';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { startApp } from '../testing/start-app.ts';
import { loggerOptions, RequestLog } from './logging.ts';

describe('the log', () => {
  it('has one line for a request, with what it was and how long it took', async () => {
    const { app, lines } = start();
    await app.inject({ url: '/things/7?search=rent', remoteAddress: '203.0.113.5' });
    expect(lines).toEqual([
      {
        level: 'info',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        reqId: expect.any(String),
        method: 'GET',
        path: '/things/7',
        status: 200,
        latency: expect.any(Number),
        ip: '203.0.113.5',
      },
    ]);
  });

  it('has no body, no query, no cookie and no e-mail', async () => {
    const { app, lines } = start();
    await app.inject({
      method: 'POST',
      url: '/things/7?email=ada@example.org',
      headers: { cookie: 'session=hush', authorization: 'hush' },
      payload: { password: 'hush', amount: '12.50' },
    });
    expect(JSON.stringify(lines)).not.toMatch(/ada@|hush|12\.50/);
  });

  it('names an error of Postgres by its code, for its message may quote a value', async () => {
    const { app, lines } = start();
    const { database } = await startApp();
    app.get('/fails', () => database.sql`select ${'secret payee'}::text::int`);
    await app.inject('/fails');
    app.log.error({ err: await database.sql`select 'secret payee'::int`.catch((error) => error) });
    expect(JSON.stringify(lines)).not.toContain('secret payee');
    expect(lines.at(-1)).toMatchObject({ err: { type: 'PostgresError', code: '22P02' } });
  });

  it('says that it could not say something, and ends nothing by it', async () => {
    const { app, lines } = start();
    app.addHook('onRequest', async (request) => {
      Object.defineProperty(request, 'ip', { get: () => expect.unreachable('no address') });
    });
    expect((await app.inject('/things/7')).statusCode).toBe(200);
    expect(lines).toMatchObject([{ level: 'error', msg: 'something could not be said' }]);
  });

  it.each([[null], [undefined], [{ stack: 7 }], ['words']])('takes %o for an error', async (thrown) => {
    const { app, lines } = start();
    app.log.error({ err: thrown }, 'failed');
    expect(lines).toMatchObject([{ msg: 'failed' }]);
  });

  it('keeps probes quiet', async () => {
    const { app, lines } = start();
    await app.inject('/health');
    expect(lines).toEqual([]);
  });
});

function start() {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const app = fastify({ logger: { ...loggerOptions('info'), stream }, logController: new RequestLog() });
  app.get('/things/:id', async () => 'ok');
  app.post('/things/:id', async () => 'ok');
  app.get('/health', async () => 'ok');
  return { app, lines };
}
