import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from './testing/household.ts';
import { type ServerProcess, startServer } from './testing/server-process.ts';

/** Moments at which a client resets its connection; each once led to a request whose socket has no address. */
const moments = {
  'as soon as it has asked': async (socket: Socket, request: Asked) => write(socket, whole(request)),
  'after five questions at once': (socket: Socket, request: Asked) => write(socket, whole(request).repeat(5)),
  'before the end of its body': (socket: Socket, request: Asked) => write(socket, whole(request, 100)),
  'while it is answered': async (socket: Socket, request: Asked) => {
    await write(socket, whole(request).repeat(3));
    await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  },
};
/** Connections per route and moment. */
const EACH = 4;
/** Concurrent connections. */
const BURST = 60;

let home: Household;
beforeAll(async () => {
  home = await household();
});

describe('a client that resets its connections', () => {
  it.each<[string, Record<string, string>]>([
    ['directly', {}],
    ['through a proxy', { 'x-forwarded-for': '203.0.113.5' }],
  ])('%s ends no process and makes no error, whatever it asked for', async (_way, headers) => {
    const { server, cookie, csrf } = await startHomeServer();
    const asked = home.routes.flatMap(({ method, url }) =>
      [method].flat().map((each) => ({
        method: each,
        path: url.replaceAll(/:(\w+)/g, home.book).replace('*', 'app.css'),
        headers: { ...headers, cookie, 'x-csrf-token': csrf, origin: home.config.publicOrigin },
      })),
    );
    expect(asked.length).toBeGreaterThan(60);
    expect(await storm(server.url, asked)).toBe(asked.length * Object.keys(moments).length * EACH);
    await livesWithoutError(server, '/ready');
  });

  it('ends no frontend either', async () => {
    const { server, cookie } = await startHomeServer();
    const environment = { UPSTREAM: server.url, TRUSTED_PROXIES: '1' };
    const frontend = await startServer(environment, 'app/frontend/server.ts');
    const asked = ['/', '/frontend/health', '/static/app.css', `/books/${home.book}`, '/nowhere', '/sign-in'];
    const requests = asked.flatMap((path) =>
      ['GET', 'HEAD', 'POST'].map((method) => ({
        method,
        path,
        headers: { cookie, 'x-forwarded-for': '203.0.113.5' },
      })),
    );
    await storm(frontend.url, requests);
    await livesWithoutError(frontend, '/ready');
    await livesWithoutError(server, '/ready');
  });

  it('ends no process at the port of its metrics', async () => {
    const { server } = await startHomeServer();
    const asked = ['/metrics', '/'].map((path) => ({ method: 'GET', path, headers: {} }));
    await storm(server.metricsUrl, asked);
    expect((await fetch(`${server.metricsUrl}/metrics`)).status).toBe(200);
    await livesWithoutError(server, '/ready');
  });
});

/** Starts a process that serves Ada's household; also returns what her browser sends. */
async function startHomeServer() {
  const { name } = home.config.database;
  const server = await startServer({ DB_NAME: name, TRUSTED_PROXIES: '1' });
  const csrf = await home.ada.token();
  const cookie = [...home.ada.cookies].map((pair) => pair.join('=')).join('; ');
  return { server, cookie, csrf };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends every request at every moment and resets each connection; returns the number of connections. */
async function storm(url: string, asked: readonly Asked[]): Promise<number> {
  const connections = Object.values(moments).flatMap((moment) =>
    asked.flatMap((request) => Array.from({ length: EACH }, () => () => askAndReset(url, request, moment))),
  );
  for (let first = 0; first < connections.length; first += BURST) {
    await Promise.all(connections.slice(first, first + BURST).map((start) => start()));
  }
  return connections.length;
}

async function askAndReset(url: string, request: Asked, moment: (typeof moments)[keyof typeof moments]) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.on('error', () => {}); // a server that is gone is detected at the end
  const closed = once(socket, 'close');
  await Promise.race([once(socket, 'connect'), closed]);
  await moment(socket, request);
  socket.resetAndDestroy();
  await closed;
}

/** Serializes a request. @param missing bytes of its body that are announced but not sent */
function whole({ method, path, headers }: Asked, missing = 0): string {
  const body = method === 'GET' || method === 'HEAD' ? '' : 'key=0123456789&intent=save';
  const lines = Object.entries({
    host: 'localhost:8080',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length + missing),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

function write(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve) => socket.write(text, () => resolve()));
}

/** Expects the server to answer, to stop when told to, and to have logged no errors. */
async function livesWithoutError(server: ServerProcess, path: string): Promise<void> {
  expect(server.output.filter((line) => line.includes('uncaught'))).toEqual([]);
  expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  server.process.kill('SIGTERM');
  expect(await server.ended).toEqual([0, null]);
  const lines = server.output.map((line) => JSON.parse(line));
  expect(lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
}
