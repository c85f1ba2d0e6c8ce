import { once } from 'node:events';
import { openSync } from 'node:fs';
import { Agent, get, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyOfTemplate } from './testing/databases.ts';
import { freePort } from './testing/free-port.ts';
import { launch, runToEnd, startServer } from './testing/server-process.ts';

describe('the process', () => {
  it('says where it listens, and is ready', async () => {
    const server = await startServer();
    expect(server.listening).toMatchObject({ port: expect.any(Number), metricsPort: expect.any(Number) });
    const ready = () => fetch(`${server.url}/ready`).then(async (it) => [it.status, await it.json()]);
    await expect.poll(ready).toEqual([200, { status: 'ready' }]); // a busy Postgres may count as away for a moment
    expect(await (await fetch(`${server.metricsUrl}/metrics`)).text()).toContain('app_requests_total');
  });

  it('on SIGTERM is not ready at once, answers until it has drained, and ends with 0', async () => {
    const [short, long] = await Promise.all([
      startServer({ DRAIN_SECONDS: '1' }),
      startServer({ DRAIN_SECONDS: '300' }),
    ]);
    const agent = new Agent({ keepAlive: true });
    expect((await ask(`${long.url}/health`, agent)).headers.connection).toBe('keep-alive');
    for (const { process, says } of [long, short]) {
      process.kill('SIGTERM');
      await says('draining');
    }
    expect((await fetch(`${long.url}/ready`)).status).toBe(503);
    expect(await short.ended).toEqual([0, null]);
    expect(short.output.at(-1)).toContain('stopped');

    for (let n = 0; n < 3; n += 1) {
      const { status, headers } = await ask(`${long.url}/health`, agent);
      expect([status, headers.connection]).toEqual([200, 'close']);
    }
  });

  it('finishes a request that is under way', async () => {
    const server = await startServer();
    const body = 'email=a%40b.cd&password=x';
    const upload = request(`${server.url}/sign-in`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    upload.flushHeaders();
    await once(upload, 'continue'); // the server has received it
    server.process.kill('SIGINT');
    await server.says('draining');
    await refusing(server.url); // the listener is closed
    upload.end(body);
    const [response] = await once(upload, 'response');
    expect(response.statusCode).toBe(403); // the form has no token
    response.resume();
    expect(await server.ended).toEqual([0, null]);
  });

  it('tells whoever comes while it closes to come again, and closes their connection', async () => {
    const server = await startServer();
    const port = server.listening['port'] ?? 0;
    // Started requests, which delay closing: one within its head, the other within its body.
    const [half, sending] = [rawConnection(port), rawConnection(port)];
    half.write('GET /sign-in HTTP/1.1\r\nhost: localhost\r\n');
    sending.write(
      'POST /sign-in HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\n\r\n',
    );
    await sending.says('100 Continue');
    server.process.kill('SIGTERM');
    await server.says('draining');
    await refusing(server.url);
    half.write('\r\n');
    const answer = await half.ends();
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(answer).toMatch(/^retry-after: 1\r$/im);
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
    expect(answer).toContain('did nothing with what you sent');
    sending.write('a=b');
    expect(await sending.ends()).toMatch(/HTTP\/1.1 403 .*^connection: close\r$/ims); // the form has no token
    expect(await server.ended).toEqual([0, null]);
    expect(server.output.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  it('starts while Postgres and Redis are away, and is ready when Postgres comes', async () => {
    const server = await startServer({ DB_PORT: '1', REDIS_URL: 'redis://127.0.0.1:1' });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect((await fetch(`${server.url}/ready`)).status).toBe(503);
    expect((await fetch(`${server.url}/`)).status).toBe(200);
  });

  it.each([
    ['a full disk', () => openSync('/dev/full', 'w')],
    ['a pipe that nobody reads', () => 'pipe' as const],
  ])('goes on while its log leads to %s', async (_where, where) => {
    const port = String(await freePort());
    const database = await copyOfTemplate();
    const child = launch({ PORT: port, DB_NAME: database.name }, 'app/server.ts', [
      'ignore',
      where(),
      'inherit',
    ]);
    child.stdout?.destroy();
    const ended = once(child, 'exit');
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
      await database.drop();
    });
    const ask = () => fetch(`http://127.0.0.1:${port}/health`).then(({ status }) => status);
    await expect.poll(() => ask().catch(() => child.exitCode)).toBe(200);
    await fetch(`http://127.0.0.1:${port}/`);
    expect(await ask()).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('says once that plain http relaxes the cookies', async () => {
    const plain = await startServer();
    expect(plain.output.filter((line) => line.includes('plain http'))).toHaveLength(1);
    const secure = await startServer({ PUBLIC_URL: 'https://money.example.org' });
    expect(secure.output.join()).not.toContain('plain http');
  });
});

describe('a process that cannot start', () => {
  it('tells everything that is wrong with its environment, and no secret', async () => {
    const { code, output } = await runToEnd({ PUBLIC_URL: 'nonsense', SESSION_SECRET: 'hush', DB_HOST: '' });
    expect(code).toBe(1);
    expect(output).toMatch(/PUBLIC_URL must be an origin.*SESSION_SECRET must be.*DB_HOST must be set/s);
    expect(output).not.toMatch(/hush|at .*\.ts/);
  });

  it('tells that its port is taken, in one line', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    for (const name of ['PORT', 'METRICS_PORT']) {
      const { code, output } = await runToEnd({ [name]: String(port) });
      expect(code).toBe(1);
      expect(output.trim().split('\n').at(-1)).toBe(
        `finance: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
      );
    }
  });
});

describe('the migration as a command', () => {
  it('tells what Postgres says of it, in one line and without the password', async () => {
    const { code, output } = await runToEnd({ DB_OWNER_PASSWORD: 'hush' }, 'app/database/migrate.ts');
    expect([code, output.trim()]).toEqual([
      1,
      'migrate: password authentication failed for user "finance_owner"',
    ]);
  });

  it('needs the owner', async () => {
    const { code, output } = await runToEnd({ DB_OWNER_USER: '' }, 'app/database/migrate.ts');
    expect([code, output]).toEqual([1, expect.stringContaining('DB_OWNER_USER must be set')]);
  });

  it('is what the init container waits for', async () => {
    const database = await copyOfTemplate();
    onTestFinished(database.drop);
    const { code, output } = await runToEnd(
      { DB_NAME: database.name },
      'app/database/wait-for-migrations.ts',
    );
    expect([code, output.trim()]).toEqual([0, 'wait: the database is as this image needs it']);
  });
});

/** Resolves once new connections are refused. */
async function refusing(url: string): Promise<void> {
  for (;;) {
    const refused = await fetch(url).then(
      () => false,
      () => true,
    );
    if (refused) return;
  }
}

function ask(url: string, agent: Agent) {
  return new Promise<{ status: number | undefined; headers: { connection?: string | undefined } }>(
    (resolve, reject) => {
      get(url, { agent }, (response) => {
        response
          .resume()
          .on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
      }).on('error', reject);
    },
  );
}

/** Opens a raw connection. */
function rawConnection(port: number) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  return {
    write: (bytes: string) => socket.write(bytes),
    async says(words: string) {
      while (!answer.includes(words)) await once(socket, 'data');
    },
    async ends() {
      if (!socket.closed) await once(socket, 'close');
      return answer;
    },
  };
}
