import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import startServices from '../../app/testing/global-services.ts';
import type { TestPostgres } from '../../app/testing/postgres-server.ts';
import { POD_HEAP, POD_MALLOC } from '../local/heap-and-malloc-options-as-in-pod.ts';

const root = join(import.meta.dirname, '../..');

/** Folder of Node's compile cache, which the image has too (see its Dockerfile). */
const compileCache = join(root, 'node_modules/.cache/compile');

/** A real Postgres with the app's schema, and a real Redis. */
export interface Services {
  readonly postgres: TestPostgres;
  readonly redis: string;
  stop(): Promise<void>;
}

export async function services(): Promise<Services> {
  const provided: Record<string, unknown> = {};
  const provide = (name: string, value: unknown) => {
    provided[name] = value;
  };
  const stop = await startServices({ provide } as unknown as Parameters<typeof startServices>[0]);
  if (provided['redis'] === null)
    throw new Error('the bench needs redis-server: npm test says how to install it');
  return { ...(provided as Pick<Services, 'postgres' | 'redis'>), stop };
}

/** The app in a process of its own, as the image starts it in a pod. */
export interface AppProcess {
  readonly url: string;
  /** Milliseconds from spawn until /ready answered 200. */
  readonly startedIn: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts `app/server.ts`, or another script that listens, with the variables of `more` added, until /ready answers 200. */
export async function startApp(
  given: Services,
  port: number,
  more: Readonly<Record<string, string>> = {},
  script = 'app/server.ts',
): Promise<AppProcess> {
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, [...POD_HEAP, script], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...POD_MALLOC,
      ...appEnvironment(given, port),
      ...more,
      NODE_COMPILE_CACHE: compileCache,
    },
  });
  let isStopping = false;
  child.once('exit', (code, signal) => {
    if (!isStopping) console.error(`${script} ended by itself: ${signal ?? `exit code ${code}`}`);
  });
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const startedIn = performance.now() - started;
  return {
    url,
    startedIn,
    pid: child.pid ?? 0,
    stop: async () => {
      isStopping = true;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Environment that the cluster's ConfigMap and Secrets give the app, for these services. */
export function appEnvironment({ postgres, redis }: Services, port: number): Record<string, string> {
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(port + 1),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DB_HOST: postgres.host,
    DB_PORT: String(postgres.port),
    DB_TLS: 'disable',
    DB_NAME: postgres.template,
    DB_USER: postgres.user,
    DB_PASSWORD: postgres.password,
    DB_WORKER_USER: postgres.worker,
    DB_WORKER_PASSWORD: postgres.workerPassword,
    REDIS_URL: redis,
    SESSION_SECRET: 'only-for-the-bench-only-for-the-bench-only',
    DRAIN_SECONDS: '0',
    SIGN_UP: 'open',
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/ready`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
