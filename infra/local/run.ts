import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readStackFile } from '../settings/read.ts';
import { REDIS, WEB } from '../workloads/house/names.ts';
import { objectsIn } from '../workloads/house/objects-in.ts';
import { platform } from '../workloads/platform.ts';
import type { Arguments } from './arguments.ts';
import { containerOf, type Process } from './container.ts';
import { prepareDatabase } from './database.ts';
import { applied, differences } from './differences.ts';
import { firstLink } from './first-link.ts';
import { keptValues, SUPERUSER } from './kept-values.ts';
import { takeLock } from './lock.ts';
import { requireFree } from './port.ts';
import { HOST, SUPERUSER_NAME, startPostgres } from './postgres.ts';
import { Problem } from './problem.ts';
import { redisAnswers } from './redis.ts';
import { runQuietly } from './run-quietly.ts';
import { serve } from './serve.ts';

type Say = (line: string) => void;

/**
 * Runs the containers `migrate` and `web` of the dev stack's manifests on this machine, until it is told to stop.
 *
 * @param stop Aborted when somebody wants an end: what runs by then is ended in turn, the app before its database.
 * @throws Problem, or the reason of `stop` when it came before the app was up
 */
export async function run(
  { folder, port = WEB.port }: Arguments,
  stop: AbortSignal,
  say: Say,
): Promise<void> {
  const url = `http://${HOST}:${port}`;
  const lock = await takeLock(folder, url);
  try {
    await requireFree(HOST, port);
    const settings = readStackFile('dev', ROOT);
    // Here is no store to take them from.
    const secrets = { ...settings.secrets, source: { kind: 'pulumi' as const } };
    const { app, values: declared } = platform({ ...settings, secrets });
    const databaseFolder = join(folder, 'postgres');
    const values = keptValues(join(folder, 'secrets.json'), declared, join(databaseFolder, 'data'));
    const password = values.get(SUPERUSER) ?? '';
    stop.throwIfAborted();

    const postgres = await startPostgres(databaseFolder, password);
    try {
      const here = { host: HOST, port, databasePort: postgres.port, uploads: uploadsIn(folder) };
      const changes = differences({ ...here, redis: await redisUrl(say) });
      const container = (name: string) => changed(containerOf(objectsIn(app), name, values), changes);
      stop.throwIfAborted();

      const server = { host: HOST, port: postgres.port, username: SUPERUSER_NAME, password };
      const said = await migrate(container('migrate'), server);
      say(said.at(-1) ?? '');
      const first = firstLink(said, url, container('migrate').environment['FIRST_INVITATION']);
      stop.throwIfAborted();

      const onReady = () => {
        say(`open ${url} (Ctrl-C stops it; everything is kept in ${folder})`);
        if (first) say(`nobody has signed up yet: the first person does at ${first}`);
      };
      await serve(container('web'), { cwd: ROOT, url, stop, onStart: lock.noteApp, onReady });
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}

const ROOT = join(import.meta.dirname, '../..');

function uploadsIn(folder: string): string {
  const uploads = join(folder, 'uploads');
  mkdirSync(uploads, { recursive: true, mode: 0o700 });
  return uploads;
}

async function redisUrl(say: Say): Promise<string | undefined> {
  if (await redisAnswers(HOST, REDIS.port)) return `redis://${HOST}:${REDIS.port}`;
  say(`no Redis answers on ${HOST}:${REDIS.port}: it goes without, only slower`);
  return undefined;
}

function changed({ command, environment }: Process, changes: ReturnType<typeof differences>): Process {
  return { command, environment: applied(environment, changes) };
}

async function migrate(
  { command, environment }: Process,
  server: Parameters<typeof prepareDatabase>[0],
): Promise<readonly string[]> {
  const { DB_NAME = '', DB_OWNER_USER = '', DB_OWNER_PASSWORD = '' } = environment;
  await prepareDatabase(server, {
    database: DB_NAME,
    owner: DB_OWNER_USER,
    ownerPassword: DB_OWNER_PASSWORD,
  });
  const { code, output } = await runQuietly(process.execPath, command.slice(1), { cwd: ROOT, environment });
  if (code !== 0) throw new Problem(`the database could not be brought to this version:\n${output}`);
  return output.trim().split('\n');
}
