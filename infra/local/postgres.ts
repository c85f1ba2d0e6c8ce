import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../command/problem.ts';
import { INITDB_ARGS } from '../workloads/database/postgres-scripts.ts';
import { freePort, isFree } from './free-port.ts';
import { type Binaries, postgresBinaries } from './postgres-binaries.ts';
import { runQuietly } from './run-quietly.ts';
import { postgresUser, type SystemUser, withWay } from './system-user.ts';

export const HOST = '127.0.0.1';
export const SUPERUSER_NAME = 'postgres';

/** A running Postgres server with a folder of its own. */
export interface Postgres {
  readonly port: number;
  /** Stops it by a fast shutdown: everything that was committed is on disk. */
  stop(): Promise<void>;
}

/**
 * Starts Postgres on the data in the folder. The first time, initdb creates that with the same arguments as in the cluster.
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
  if (!existsSync(data) && existsSync(carriedIn(folder)))
    throw new Problem(
      `the rows for ${data} are not all in their place: npm run upgrade-postgres ends what was interrupted`,
    );
  if (!existsSync(data)) await initialise(data, password, binaries, user);
  requireVersion(data, binaries.major);

  const control = (...args: string[]) => runQuietly(binaries.pg_ctl, ['-D', data, ...args], { user });
  const stop = async () => {
    const { code, output } = await control('stop', '-w', '-m', 'fast', '-t', '60');
    if (code !== 0) throw new Problem(`Postgres does not stop:\n${output}`);
  };
  if (await isLeftRunning(data)) await stop();

  const port = await freePort(HOST);
  const log = join(folder, 'server.log');
  rmSync(log, { force: true });
  const options = `-p ${port} -c listen_addresses=${HOST} -c unix_socket_directories=`;
  const { code, output } = await control('start', '-w', '-t', '60', '-l', log, '-o', options);
  if (code !== 0) throw broken(data, existsSync(log) ? lastLines(readFileSync(log, 'utf8')) : output);
  return { port, stop };
}

/**
 * True when a run that was killed left its server running. The pid in the file is no proof: another process may have it by
 * now, and would get the signal.
 */
async function isLeftRunning(data: string): Promise<boolean> {
  const file = join(data, 'postmaster.pid');
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[3]) : 0;
  return port > 0 && !(await isFree(HOST, port));
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

/** Folder beside the data in which a current Postgres receives the rows of an earlier one; gone once they are in place. */
export function carriedIn(folder: string): string {
  return join(folder, 'carried');
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
