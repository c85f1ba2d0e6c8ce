import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../command/problem.ts';
import { INITDB_ARGS } from '../workloads/database/data-folder-initdb-and-role-scripts.ts';
import { freePort, isFree } from './find-or-require-free-port.ts';
import { type Binaries, postgresBinaries } from './postgres-binaries.ts';
import { postgresUser, type SystemUser, withWay } from './postgres-system-user-and-folder-access.ts';
import { runQuietly } from './run-and-capture-output.ts';
import { endReplacement } from './switch-to-replacement-data.ts';

export const HOST = '127.0.0.1';
export const SUPERUSER_NAME = 'postgres';

/** A running Postgres server with a folder of its own. */
export interface Postgres {
  readonly port: number;
  /** Stops it by a fast shutdown: everything that was committed is on disk. */
  stop(): Promise<void>;
}

/**
 * Starts Postgres on the data in the folder. The first time, initdb creates that with the same arguments as in the cluster;
 * a replacement that was interrupted between its two names is put in its place.
 *
 * @param earlier major version of the data when it is not the current one
 * @throws Problem with the last lines of the server's log; nothing is ever deleted
 */
export async function startPostgres(folder: string, password: string, earlier?: string): Promise<Postgres> {
  const binaries = await postgresBinaries(earlier);
  const data = join(folder, 'data');
  const user = withWay([binaries.postgres, data], postgresUser());
  mkdirSync(folder, { recursive: true });
  own(folder, user);
  endReplacement(folder);
  if (!existsSync(data)) await initialise(data, password, binaries, user);
  requireVersion(data, binaries.major);

  await stopLeftRunning(folder);

  const port = await freePort(HOST);
  const log = join(folder, 'server.log');
  rmSync(log, { force: true });
  const options = `-p ${port} -c listen_addresses=${HOST} -c unix_socket_directories=`;
  const start = ['-D', data, 'start', '-w', '-t', '60', '-l', log, '-o', options];
  const { code, output } = await runQuietly(binaries.pg_ctl, start, { user });
  if (code !== 0) throw broken(data, existsSync(log) ? lastLines(readFileSync(log, 'utf8')) : output);
  return { port, stop: () => stop(data, binaries, user) };
}

/**
 * Stops the server that a killed run left on the data in the folder. The pid in its file is no proof that there is one:
 * another process may have it by now, and would get the signal.
 *
 * @param mode `immediate` where nobody needs the data any more. @default 'fast'
 */
export async function stopLeftRunning(folder: string, mode: StopMode = 'fast'): Promise<void> {
  const data = join(folder, 'data');
  const port = portOf(data);
  if (port === undefined || (await isFree(HOST, port))) return;
  const binaries = await postgresBinaries();
  await stop(data, binaries, withWay([binaries.postgres, data], postgresUser()), mode);
}

/** Port of the server that runs on a data directory, or did when it was killed: the fourth line of its `postmaster.pid`. */
export function portOf(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[3]) || undefined : undefined;
}

/** Modes of `pg_ctl stop`: `fast` writes everything to the disk first. */
type StopMode = 'fast' | 'immediate';

async function stop(
  data: string,
  { pg_ctl }: Binaries,
  user: SystemUser | undefined,
  mode: StopMode = 'fast',
): Promise<void> {
  const args = ['-D', data, 'stop', '-w', '-m', mode, '-t', '60'];
  const { code, output } = await runQuietly(pg_ctl, args, { user });
  if (code !== 0) throw new Problem(`Postgres does not stop:\n${output}`);
}

/** Creates the data under another name and renames it, so that an interrupted initdb is never taken for a database. */
async function initialise(
  data: string,
  password: string,
  { initdb }: Binaries,
  user: SystemUser | undefined,
) {
  const unfinished = `${data}.unfinished`;
  const passwordFile = `${data}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  own(passwordFile, user);
  try {
    const args = [...INITDB_ARGS.split(' '), `--username=${SUPERUSER_NAME}`, `--pwfile=${passwordFile}`];
    const { code, output } = await runQuietly(initdb, [...args, '-D', unfinished], { user });
    if (code !== 0) throw new Problem(`no database can be made in ${unfinished}:\n${lastLines(output)}`);
  } finally {
    rmSync(passwordFile);
  }
  renameSync(unfinished, data);
}

/** Requires data of this major version. @throws Problem when it is of another one, or no database */
function requireVersion(data: string, major: string): void {
  const version = versionOf(data);
  if (version === major) return;
  const why = `It is of Postgres ${version}, and this is Postgres ${major}.`;
  const way = `To upgrade its data: npm run upgrade-postgres -- --data ${dirname(dirname(data))}`;
  throw broken(data, Number(version) < Number(major) ? `${why} ${way}` : why);
}

/** Major version of a data directory, for example `18`. @throws Problem when it is no database */
export function versionOf(data: string): string {
  const file = join(data, 'PG_VERSION');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  throw broken(data, 'It has no file PG_VERSION, so it is no database, or not a whole one.');
}

function broken(data: string, why: string): Problem {
  return new Problem(
    `Postgres cannot start on ${data}. Nothing was deleted.\n${why}\n` +
      `Put a backup in its place, or start afresh and keep it: mv ${data} ${data}.broken`,
  );
}

function own(path: string, user: SystemUser | undefined): void {
  if (user) chownSync(path, user.uid, user.gid);
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-8).join('\n');
}
