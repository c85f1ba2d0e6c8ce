import { mkdirSync } from 'node:fs';
import { Problem } from '../command/problem.ts';
import { REDIS, WEB } from '../workloads/defaults/names-and-ports.ts';
import { commitOf } from './commit.ts';
import { prepareDatabase } from './create-owner-and-database.ts';
import { databaseIn, uploadsIn } from './data-folder-paths.ts';
import { localStack, ROOT } from './dev-manifests-with-local-secrets.ts';
import { requireFree } from './find-or-require-free-port.ts';
import { firstLink } from './first-person-sign-up-link.ts';
import { takeLock } from './folder-lock.ts';
import { POD_HEAP, POD_MALLOC } from './heap-and-malloc-options-as-in-pod.ts';
import { HOST, SUPERUSER_NAME, startPostgres } from './postgres.ts';
import type { Process } from './process-from-manifest.ts';
import { redisAnswers } from './redis-answers.ts';
import { runQuietly } from './run-and-capture-output.ts';
import { serve } from './run-app-process.ts';
import type { Arguments } from './start-arguments.ts';

type Say = (line: string) => void;

/**
 * Runs the containers `migrate`, `web` and `worker` of the dev stack's manifests on this machine until `stop`, the last two
 * in one process.
 *
 * @param stop aborted to end the run: the app is stopped before its database
 * @throws Problem, or the reason of `stop` when that came before the app was up
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
    const stack = localStack(folder);
    const password = stack.superuserPassword;
    stop.throwIfAborted();

    const postgres = await startPostgres(databaseIn(folder), password);
    try {
      const uploads = uploadsIn(folder);
      mkdirSync(uploads, { recursive: true, mode: 0o700 });
      const at = {
        commit: await commitOf(ROOT),
        host: HOST,
        port,
        databasePort: postgres.port,
        uploads,
      };
      const here = { ...at, redis: await redisUrl(say) };
      const container = (name: string) => stack.container(name, here);
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
      const environment = {
        ...POD_MALLOC,
        ...container('worker').environment,
        ...container('web').environment,
      };
      const both = { command: ['node', ...POD_HEAP, 'app/server-with-worker.ts'], environment };
      await serve(both, { cwd: ROOT, url, stop, onStart: lock.noteApp, onReady });
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}

async function redisUrl(say: Say): Promise<string | undefined> {
  if (await redisAnswers(HOST, REDIS.port)) return `redis://${HOST}:${REDIS.port}`;
  say(`no Redis answers on ${HOST}:${REDIS.port}: it goes without, only slower`);
  return undefined;
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
