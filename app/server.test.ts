import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, request } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { copyOfTemplate } from './testing/databases.ts';

describe('the process', () => {
  it('says where it listens, and is ready', async () => {
    const server = await start();
    expect(server.listening).toMatchObject({ port: expect.any(Number), metricsPort: expect.any(Number) });
    const response = await fetch(`${server.url}/ready`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
    expect(await (await fetch(`${server.metricsUrl}/metrics`)).text()).toContain('app_requests_total');
  });

  it('on SIGTERM is not ready at once, answers until it has drained, and ends with 0', async () => {
    const [short, long] = await Promise.all([start({ DRAIN_SECONDS: '1' }), start({ DRAIN_SECONDS: '300' })]);
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
    const server = await start();
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
    await once(upload, 'continue'); // the server has it now
    server.process.kill('SIGINT');
    await server.says('draining');
    await refusing(server.url); // it closes
    upload.end(body);
    const [response] = await once(upload, 'response');
    expect(response.statusCode).toBe(403); // it has no token
    response.resume();
    expect(await server.ended).toEqual([0, null]);
  });

  it('starts while Postgres and Redis are away, and is ready when Postgres comes', async () => {
    const server = await start({ DB_PORT: '1', REDIS_URL: 'redis://127.0.0.1:1' });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect((await fetch(`${server.url}/ready`)).status).toBe(503);
    expect((await fetch(`${server.url}/`)).status).toBe(200);
  });

  it('says once that plain http relaxes the cookies', async () => {
    const plain = await start();
    expect(plain.output.filter((line) => line.includes('plain http'))).toHaveLength(1);
    const secure = await start({ PUBLIC_URL: 'https://money.example.org' });
    expect(secure.output.join()).not.toContain('plain http');
  });
});

describe('a process that cannot start', () => {
  it('tells everything that is wrong with its environment, and no secret', async () => {
    const { code, output } = await run({ PUBLIC_URL: 'nonsense', SESSION_SECRET: 'hush', DB_HOST: '' });
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
      const { code, output } = await run({ [name]: String(port) });
      expect(code).toBe(1);
      expect(output.trim().split('\n').at(-1)).toBe(
        `finance: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
      );
    }
  });
});

describe('the migration as a command', () => {
  it('tells what Postgres says of it, in one line and without the password', async () => {
    const { code, output } = await run({ DB_OWNER_PASSWORD: 'hush' }, 'app/database/migrate.ts');
    expect([code, output.trim()]).toEqual([
      1,
      'migrate: password authentication failed for user "finance_owner"',
    ]);
  });

  it('needs the owner', async () => {
    const { code, output } = await run({ DB_OWNER_USER: '' }, 'app/database/migrate.ts');
    expect([code, output]).toEqual([1, expect.stringContaining('DB_OWNER_USER must be set')]);
  });

  it('is what the init container waits for', async () => {
    const database = await copyOfTemplate();
    onTestFinished(database.drop);
    const { code, output } = await run({ DB_NAME: database.name }, 'app/database/wait.ts');
    expect([code, output.trim()]).toEqual([0, 'wait: the database is as this image needs it']);
  });
});

type Extra = Record<string, string>;

async function run(extra: Extra, script = 'app/server.ts') {
  const child = launch(extra, script);
  let output = '';
  child.stdout?.on('data', (text) => (output += text));
  child.stderr?.on('data', (text) => (output += text));
  const [code] = await once(child, 'exit');
  return { code, output };
}

async function start(extra: Extra = {}) {
  const database = await copyOfTemplate();
  onTestFinished(database.drop);
  const child = launch({ DB_NAME: database.name, ...extra }, 'app/server.ts');
  const ended = once(child, 'exit');
  const output: string[] = [];
  let rest = '';
  child.stdout?.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    output.push(...lines);
    child.emit('said');
  });
  child.stderr?.pipe(process.stderr);
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  });
  const says = async (message: string) => {
    for (;;) {
      const line = output.find((one) => one.includes(`"msg":"${message}"`));
      if (line) return JSON.parse(line) as Record<string, number>;
      await Promise.race([
        once(child, 'said'),
        ended.then(() => Promise.reject(new Error(output.join('\n')))),
      ]);
    }
  };
  const listening = await says('listening');
  return {
    process: child,
    ended,
    output,
    says,
    listening,
    url: `http://127.0.0.1:${listening['port']}`,
    metricsUrl: `http://127.0.0.1:${listening['metricsPort']}`,
  };
}

function launch(extra: Extra, script: string): ChildProcess {
  const at = inject('postgres');
  const environment = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    PUBLIC_URL: 'http://localhost:8080',
    LOG_LEVEL: 'info',
    DRAIN_SECONDS: '0',
    DB_HOST: at.host,
    DB_PORT: String(at.port),
    DB_TLS: 'disable',
    DB_NAME: 'postgres', // nobody else may be in the template while it is copied
    DB_USER: at.user,
    DB_PASSWORD: at.password,
    DB_OWNER_USER: at.owner,
    DB_OWNER_PASSWORD: at.ownerPassword,
    SESSION_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
    REDIS_URL: inject('redis') ?? '',
    ...extra,
  };
  return spawn(process.execPath, [script], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Comes back once nobody new is let in. */
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
