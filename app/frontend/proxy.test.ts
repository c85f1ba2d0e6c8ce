import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildFrontend } from './assemble-static-file-and-proxy-server.ts';
import { readFrontendConfig } from './read-proxy-config-from-environment.ts';

/** Starts a frontend for a server with the given handler; both on real ports. */
async function frontendBefore(answer: RequestListener, patience = 5000): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const app = await frontend((server.address() as AddressInfo).port, patience);
  onTestFinished(async () => {
    await app.close();
    server.close();
    server.closeAllConnections();
  });
  return app.listen({ host: '127.0.0.1', port: 0 });
}

function frontend(port: number, patience: number) {
  const environment = {
    PUBLIC_URL: 'https://money.example.org',
    UPSTREAM: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'silent',
  };
  return buildFrontend({ ...readFrontendConfig(environment), patience });
}

describe('a request that is handed on', () => {
  it('keeps its host, its query and its headers, with the sender after those who were named before', async () => {
    const at = await frontendBefore((request, response) => {
      const { url, headers } = request;
      response.end(JSON.stringify({ url, headers }));
    });
    const { hostname, port } = new URL(at);
    const headers = {
      host: 'money.example.org',
      'x-forwarded-for': '203.0.113.9',
      'x-own': 'a',
      connection: 'x-hop',
      'x-hop': 'b',
    };
    const sent = request({ hostname, port, path: '/books?q=%C3%A4%2F&q=2', headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const seen = JSON.parse((await response.setEncoding('utf8').toArray()).join(''));
    expect(seen.url).toBe('/books?q=%C3%A4%2F&q=2');
    expect(seen.headers).toMatchObject({
      host: 'money.example.org',
      'x-own': 'a',
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    });
    expect(seen.headers).not.toHaveProperty('x-hop');
  });

  it.each(['//evil.example/a', '/%2e%2e/secret', '/a/../b'])('never leaves the app, at %s', async (path) => {
    const at = await frontendBefore((request, response) => response.end(request.url));
    const { hostname, port } = new URL(at);
    const [response] = (await once(request({ hostname, port, path }).end(), 'response')) as [IncomingMessage];
    const body = (await response.setEncoding('utf8').toArray()).join('');
    if (response.statusCode === 200) expect(body).toMatch(/^\/\/?(evil\.example\/)?a?$/);
    else expect(response.statusCode).toBe(400);
  });

  it('flows: what has come is with the app before the rest is sent', async () => {
    const arrived = Promise.withResolvers<void>();
    let bytes = 0;
    const at = await frontendBefore(async (incoming, response) => {
      for await (const part of incoming) {
        bytes += (part as Buffer).length;
        if (bytes >= 2 ** 20) arrived.resolve();
      }
      response.end(String(bytes));
    });
    const upload = request(at, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    upload.write(Buffer.alloc(2 ** 20));
    await arrived.promise;
    upload.end(Buffer.alloc(17 * 2 ** 20));
    const [response] = (await once(upload, 'response')) as [IncomingMessage];
    expect((await response.setEncoding('utf8').toArray()).join('')).toBe(String(18 * 2 ** 20));
  });

  it('may be asked about first, as programs do before they send much', async () => {
    const at = await frontendBefore((incoming, response) =>
      incoming.resume().on('end', () => response.end('taken')),
    );
    const upload = request(at, { method: 'POST', headers: { expect: '100-continue', 'content-length': 5 } });
    upload.flushHeaders();
    await once(upload, 'continue');
    upload.end('hello');
    const [response] = (await once(upload, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
  });

  it('that is larger than the app takes goes no further', async () => {
    let asked = 0;
    const at = await frontendBefore((_request, response) => {
      asked += 1;
      response.end();
    });
    const upload = request(at, { method: 'POST', headers: { 'content-length': 30 * 2 ** 20 } });
    upload.on('error', () => {}); // nobody reads the rest
    upload.flushHeaders();
    const [response] = (await once(upload, 'response')) as [IncomingMessage];
    expect([response.statusCode, asked]).toEqual([413, 0]);
    upload.destroy();
  });
});

describe('an answer that does not come', () => {
  const never: RequestListener = (incoming) => incoming.socket.destroy();

  it('because the app is away, is a page that says so', async () => {
    const app = await frontend(1, 1000);
    onTestFinished(() => app.close());
    const response = await app.inject('/books');
    expect(response.statusCode).toBe(502);
    expect(response.headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' });
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.headers['strict-transport-security']).toBeDefined();
    expect(response.body).toContain('Try again in a few seconds.');
    expect(response.body).not.toMatch(/ECONN|127\.0\.0\.1/);
  });

  it('because it takes too long, is a 504', async () => {
    const at = await frontendBefore(() => {}, 300);
    expect((await fetch(at)).status).toBe(504);
  });

  it('says to programs the same as JSON', async () => {
    const at = await frontendBefore(never);
    const response = await fetch(`${at}/api/data`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      detail: expect.stringContaining('may have arrived: look before you send it again'),
      requestId: response.headers.get('x-request-id'),
    });
  });

  it('is asked for again by who only looks, and by nobody else', async () => {
    const tries: Record<string, number> = { GET: 0, POST: 0 };
    const at = await frontendBefore((incoming, response) => {
      const { method = '' } = incoming;
      tries[method] = (tries[method] ?? 0) + 1;
      if (tries[method] === 1) incoming.socket.destroy();
      else response.end('back');
    });
    expect((await fetch(at)).status).toBe(200);
    expect((await fetch(at, { method: 'POST', body: 'a' })).status).toBe(502);
    expect(tries).toEqual({ GET: 2, POST: 1 });
  });

  it('but a 503 of the app is its answer, and is not asked for again', async () => {
    let tries = 0;
    const at = await frontendBefore((_request, response) => {
      tries += 1;
      response.writeHead(503, { 'retry-after': '5' }).end('no database');
    });
    const response = await fetch(at);
    expect([response.status, await response.text(), tries]).toEqual([503, 'no database', 1]);
  });
});
