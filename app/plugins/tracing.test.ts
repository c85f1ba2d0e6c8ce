import { Writable } from 'node:stream';
import fastify, { type FastifyBaseLogger } from 'fastify';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect } from '../database/connect.ts';
import { noRedis } from '../testing/skip-reasons.ts';
import { startApp, testConfig } from '../testing/start-app.ts';
import { startCollector } from '../testing/trace-collector.ts';
import { exportSpans } from '../tracing/export-spans.ts';
import { loggerOptions, RequestLog } from './logging.ts';
import { tracingPlugin } from './tracing.ts';

const CALLER = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' };
const parent = (sampled: boolean) => ({
  traceparent: `00-${CALLER.trace}-${CALLER.span}-${sampled ? '01' : '00'}`,
});

describe('a traced request', () => {
  it.skipIf(noRedis)(
    `is a span by its route, with its statements and commands below it${noRedis}`,
    async () => {
      const { collector, signedIn } = await start();
      const ada = await signedIn();
      await ada.get(`/books/${ada.book}/transactions?search=secret-payee`);
      const request = await collector.named('GET /books/:bookId/transactions');
      expect(request).toMatchObject({
        kind: 2,
        attributes: {
          'http.request.method': 'GET',
          'http.route': '/books/:bookId/transactions',
          'http.response.status_code': 200,
        },
      });
      const parts = collector.spans.filter(({ traceId }) => traceId === request.traceId);
      expect(parts.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['GET', 'SELECT find_session', 'SELECT open_book', 'transaction']),
      );
      const ids = new Set(parts.map(({ spanId }) => spanId));
      for (const part of parts) if (part !== request) expect(ids).toContain(part.parentSpanId);
      const [transaction] = parts.filter(({ name }) => name === 'transaction');
      expect(parts.some(({ parentSpanId }) => parentSpanId === transaction?.spanId)).toBe(true);
    },
  );

  it('tells no name, no amount, no address, no parameter, no id', async () => {
    const { collector, signedIn } = await start();
    const ada = await signedIn('Ada');
    const account = { name: 'hush', kind: 'bank', currency: 'EUR', opening: '1234.56' };
    await ada.post(`/books/${ada.book}/accounts`, account);
    await ada.get(`/books/${ada.book}/transactions?search=hush`);
    await collector.named('GET /books/:bookId/transactions');
    const post = await collector.named('POST /books/:bookId/accounts');
    expect(collector.spans.find(({ parentSpanId }) => parentSpanId === post.spanId)).toBeDefined();
    // Removes ids and times, some of which contain such digits by chance.
    const all = collector.bodies.join('\n').replaceAll(/"(\w*Id|\w+TimeUnixNano)":"\w+"/g, '');
    expect(all).toContain('from sign_up(?');
    expect(all).not.toMatch(/hush|1234|123456|example\.org|four quiet/);
    for (const secret of [ada.book, ada.person, ada.email]) expect(all).not.toContain(secret);
  });

  it('goes on with the trace of its caller', async () => {
    const { collector, app } = await start({ sampleRatio: 0 });
    await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { ...parent(true), 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'email=a%40b.cd&password=x',
    });
    const request = await collector.named('POST /sign-in');
    expect(request).toMatchObject({ traceId: CALLER.trace, parentSpanId: CALLER.span });
  });

  it('names itself in the answer and in each line of its log', async () => {
    const { app, lines, collector } = await startBare();
    const response = await app.inject({ url: '/works' });
    const [, trace, span] =
      /^00-([\da-f]{32})-([\da-f]{16})-01$/.exec(String(response.headers['traceresponse'])) ?? [];
    expect(await collector.named('GET /works')).toMatchObject({ traceId: trace, spanId: span });
    expect(lines.find(({ path }) => path === '/works')).toMatchObject({ trace_id: trace, span_id: span });
  });

  it('that fails says so, by the code of the error alone', async () => {
    const { collector, app } = await startBare();
    expect((await app.inject('/fails')).statusCode).toBe(500);
    expect(await collector.named('GET /fails')).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': '22P02', 'http.response.status_code': 500 },
    });
    expect(await collector.named('SELECT')).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': '22P02', 'db.query.text': 'select ?::text::int' },
    });
    expect(collector.bodies.join()).not.toContain('secret payee');
  });
});

describe('what is not traced', () => {
  it('is a request that its caller, or chance, left out', async () => {
    const { app, collector, lines } = await startBare({ sampleRatio: 0 });
    const unsampled = await app.inject({ url: '/works' });
    await app.inject({ url: '/works', headers: parent(false) });
    await app.inject({ url: '/fails', headers: parent(true) });
    await collector.named('GET /fails');
    expect(unsampled.headers).not.toHaveProperty('traceresponse');
    expect(collector.spans.map(({ name }) => name)).not.toContain('GET /works');
    const quiet = lines.filter(({ path }) => path === '/works');
    expect(quiet.map((line) => 'trace_id' in line)).toEqual([false, false]);
  });

  it('is a probe, and whatever the app does by itself', async () => {
    const { app, collector } = await start();
    for (const url of ['/health', '/ready', '/sign-in']) await app.inject({ url });
    await collector.named('GET /sign-in');
    const routes = collector.spans.filter(({ kind }) => kind === 2).map(({ name }) => name);
    expect(routes).toEqual(['GET /sign-in']);
  });

  it('is everything, without a collector: no hook, no header', async () => {
    const { visitor, app } = await startApp();
    const response = await visitor().get('/sign-in', parent(true));
    expect(response.headers).not.toHaveProperty('traceresponse');
    expect(app.hasRequestDecorator('traceContext')).toBe(false);
  });
});

describe('a collector', () => {
  it('gets what is left when the app ends', async () => {
    const { app, collector } = await start();
    await app.inject({ url: '/sign-up' });
    await app.close();
    expect(collector.spans.map(({ name }) => name)).toContain('GET /sign-up');
  });

  it('that never answers keeps no request waiting, nor the end of the app', async () => {
    const { app, collector } = await start();
    collector.freeze();
    for (let round = 0; round < 700; round += 1) await app.inject({ url: '/sign-in' }); // more than a batch
    await collector.asked;
    expect((await app.inject({ url: '/sign-in' })).statusCode).toBe(200);
    await app.close();
    expect(collector.spans).toEqual([]);
  });

  it('that never answers is waited for at an end for as long as our patience, and not for as long as its own', async () => {
    const collector = await startCollector();
    collector.freeze();
    const warn = vi.fn();
    const log = { warn, info: vi.fn() } as unknown as FastifyBaseLogger;
    const settings = { endpoint: collector.endpoint, sampleRatio: 1, service: 'finance-web' };
    const impatient = exportSpans(settings, log, 0);
    impatient.tracer.startSpan('GET /').end();
    await impatient.end();
    expect(warn).not.toHaveBeenCalled(); // called only when the batch is given up
    await vi.waitUntil(() => warn.mock.calls.length > 0, { timeout: 240_000 });
  });

  it('that is not there is told of once', async () => {
    const { app, lines } = await startBare({ endpoint: 'http://127.0.0.1:1' });
    for (let round = 0; round < 3; round += 1) {
      expect((await app.inject({ url: '/works' })).statusCode).toBe(200);
    }
    const told = () => lines.filter(({ msg }) => String(msg).includes('takes no traces'));
    await expect.poll(told).toHaveLength(1); // not at the end of the app, whose patience is as short as the exporter's
    await app.inject({ url: '/works' });
    await app.close();
    expect(told()).toHaveLength(1);
  });
});

interface Traces {
  readonly sampleRatio?: number;
  readonly endpoint?: string;
}

/** Starts the whole app with a collector. */
async function start(traces: Traces = {}) {
  const collector = await startCollector();
  const started = await startApp({ traces: { endpoint: collector.endpoint, sampleRatio: 1, ...traces } });
  return { ...started, collector };
}

/** Starts a server with two routes, one of which fails in Postgres; collects its log lines. */
async function startBare(traces: Traces = {}) {
  const collector = await startCollector();
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const app = fastify({ logger: { ...loggerOptions('info'), stream }, logController: new RequestLog() });
  await app.register(tracingPlugin, {
    traces: { endpoint: collector.endpoint, sampleRatio: 1, ...traces },
  });
  const sql = app.tracing.statements(connect(testConfig('postgres').database));
  app.get('/works', async () => 'ok');
  app.get('/fails', () => sql`select ${'secret payee'}::text::int`);
  onTestFinished(async () => {
    await app.close();
    await sql.end();
  });
  return { app, lines, collector };
}
