import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { postgresBinaries } from '../../infra/local/postgres-binaries.ts';
import {
  postgresUser,
  programAs,
  withWay,
} from '../../infra/local/postgres-system-user-and-folder-access.ts';
import { runQuietly } from '../../infra/local/run-and-capture-output.ts';
import { freePort } from './free-port.ts';

/** Address and credentials of the server, and what it contains. */
export interface TestPostgres {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  readonly superuserPassword: string;
  readonly owner: string;
  readonly ownerPassword: string;
  readonly user: string;
  readonly password: string;
  /** Role of the worker. */
  readonly worker: string;
  readonly workerPassword: string;
  /** Database that `startApp` copies. */
  readonly template: string;
}

/** A Postgres server for a data folder, neither initialised nor started yet. */
export interface TestServer {
  readonly address: TestPostgres;
  /** Log output so far. */
  readonly output: readonly string[];
  /** Runs initdb. */
  initialise(): Promise<void>;
  /** Starts the server, and waits until it accepts connections. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Freezes or resumes the server with all its processes. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
}

export async function serverIn(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
  port?: number,
): Promise<TestServer> {
  const address: TestPostgres = {
    host: '127.0.0.1',
    port: port ?? (await freePort()),
    superuser: 'postgres',
    superuserPassword: 'superuser-of-the-tests',
    owner: 'finance_owner',
    ownerPassword: 'owner-of-the-tests',
    user: 'finance_web',
    password: 'app-of-the-tests',
    worker: 'finance_worker',
    workerPassword: 'worker-of-the-tests',
    template: 'finance_template',
  };
  const flags = {
    port: String(address.port),
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    autovacuum: 'off', // a database in use by autovacuum cannot be copied
    unix_socket_directories: '',
    ...settings,
  };
  const programs = await postgresBinaries();
  const user = withWay([programs.postgres, dirname(folder)], postgresUser()); // Postgres refuses to run as root
  const output: string[] = [];
  let server: ChildProcess | undefined;

  const initialise = async () => {
    const passwordFile = `${folder}.password`;
    await mkdir(folder, { recursive: true });
    await writeFile(passwordFile, address.superuserPassword, { mode: 0o600 });
    for (const path of user ? [folder, passwordFile] : []) await chown(path, user?.uid ?? 0, user?.gid ?? 0);
    const who = [`--username=${address.superuser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    const args = [...who, '--encoding=UTF8', '--locale=C', '--no-sync', '-D', folder];
    const made = await runQuietly(programs.initdb, args, { user });
    await rm(passwordFile);
    output.push(made.output);
    if (made.code !== 0) throw new Error(`initdb ended with ${made.code}:\n${made.output}`);
  };
  const start = async () => {
    const options = Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const { command, args, ...ids } = programAs(user, programs.postgres, ['-D', folder, ...options]);
    const child = spawn(command, args, { ...ids, stdio: ['ignore', 'ignore', 'pipe'] });
    const interrupt = () => child.kill('SIGINT');
    process.on('exit', interrupt); // in case the tests end without stopping it
    child.once('exit', () => process.off('exit', interrupt));
    server = child;
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`Postgres ended with ${code}:\n${output.join('')}`)));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        output.push(text);
        if (READY.test(text)) resolve();
      });
    });
  };
  const stop = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
  };
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
    const pid = server?.pid ?? 0;
    process.kill(pid, name); // the parent first, so that it forks no more children
    for (const one of childrenOf(pid)) {
      try {
        process.kill(one, name);
      } catch (error) {
        if ((error as { code?: string }).code !== 'ESRCH') throw error; // it may have ended meanwhile
      }
    }
  };
  return { address, output, initialise, start, stop, signal };
}

/** Matches the ready message of a primary or a standby. */
const READY = /database system is ready to accept (read-only )?connections/;

/** Lists child processes: field 4 of Linux' `/proc/<pid>/stat` (proc(5)) is the parent. */
function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false; // ended meanwhile
    }
  });
}
