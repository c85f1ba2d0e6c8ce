import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inject } from 'vitest';
import { closeAfterTest } from './close-after-test.ts';
import { copyOfTemplate } from './databases.ts';

export interface ServerProcess {
  readonly process: ChildProcess;
  /** Exit code, and the signal that ended it. */
  readonly ended: Promise<unknown[]>;
  /** Log lines so far. */
  readonly output: readonly string[];
  /** Waits for the first log line with a message; fails when the process ends without one. */
  says(message: string): Promise<Record<string, number>>;
  readonly listening: Record<string, number>;
  readonly url: string;
  readonly metricsUrl: string;
}

/** Variables that differ from the usual environment. */
type Extra = Readonly<Record<string, string>>;

/** Starts the app, or another script that listens, as a separate process; on a new database unless one is named. */
export async function startServer(extra: Extra = {}, script = 'app/server.ts'): Promise<ServerProcess> {
  const child = launch({ ...(await databaseFor(extra)), ...extra }, script);
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
  closeAfterTest(async () => {
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

/** Runs a script until it exits. */
export async function runToEnd(extra: Extra, script = 'app/server.ts') {
  const child = launch(extra, script);
  let output = '';
  child.stdout?.on('data', (text) => (output += text));
  child.stderr?.on('data', (text) => (output += text));
  const [code] = await once(child, 'exit');
  return { code, output };
}

/** Starts a script with a working environment of the app. */
export function launch(
  extra: Extra,
  script: string,
  stdio: StdioOptions = ['ignore', 'pipe', 'pipe'],
): ChildProcess {
  const at = inject('postgres');
  const environment = {
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
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
    DB_NAME: 'postgres', // the template must have no connections while it is copied
    DB_USER: at.user,
    DB_PASSWORD: at.password,
    DB_WORKER_USER: at.worker,
    DB_WORKER_PASSWORD: at.workerPassword,
    DB_OWNER_USER: at.owner,
    DB_OWNER_PASSWORD: at.ownerPassword,
    SESSION_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
    REDIS_URL: inject('redis') ?? '',
    ...extra,
  };
  return spawn(process.execPath, [script], { env: environment, stdio });
}

async function databaseFor(extra: Extra): Promise<Extra> {
  if (extra['DB_NAME'] !== undefined) return {};
  const database = await copyOfTemplate();
  closeAfterTest(database.drop);
  return { DB_NAME: database.name };
}
