import { existsSync, statSync } from 'node:fs';
import { Problem } from '../../command/problem.ts';
import { connectAsSuperuser } from '../connect-as-superuser.ts';
import { migrationOn } from '../create-schema.ts';
import { databaseIn, dataIn } from '../data-folder-paths.ts';
import { type LocalStack, localStack } from '../dev-manifests-with-local-secrets.ts';
import { takeLock, whoHolds } from '../folder-lock.ts';
import { portOf, startPostgres } from '../postgres.ts';
import { dumpDatabase } from './dump-database.ts';
import type { Manifest } from './manifest.ts';
import { readArchive } from './read-archive.ts';
import { writeArchive } from './write-archive.ts';

/**
 * Writes one archive of everything that the app keeps in a folder: rows and receipts of one moment, while it runs or not. The
 * file is there once all of it was read back and proven.
 *
 * @returns hashes of receipts that were lost before
 * @throws Problem, or the reason of `stop`; there is no file then
 */
export async function backUpFolder(
  folder: string,
  file: string,
  stop: AbortSignal,
  say: (line: string) => void,
): Promise<readonly string[]> {
  const data = dataIn(folder);
  if (!existsSync(data)) throw new Problem(`there is no database in ${data}: npm start makes one`);
  if (existsSync(file)) throw new Problem(`${file} is there already: choose another name`);
  const stack = localStack(folder);
  const { schema, tables, receipts, lost } = await withServer(folder, stack, (port) =>
    write(stack, port, file, stop),
  );
  const rows = tables.reduce((sum, table) => sum + BigInt(table.rows), 0n);
  say(
    `${file} has ${rows} rows and ${receipts.length} receipts, ${statSync(file).size} bytes, each proven; the schema is at ${schema.at(-1)?.name}`,
  );
  for (const hash of lost) say(`lost before, so not in it: the receipt ${hash}`);
  say('It is not encrypted: it has names, amounts, receipts and hashes of passwords');
  return lost;
}

/** Calls `work` with the port of the folder's Postgres: that of the app that runs, or one for this purpose. */
async function withServer<T>(
  folder: string,
  stack: LocalStack,
  work: (port: number) => Promise<T>,
): Promise<T> {
  const app = whoHolds(folder)?.address;
  if (app !== undefined && URL.canParse(app)) {
    const port = portOf(dataIn(folder));
    if (port !== undefined) return work(port);
    throw new Problem('the app is just starting: once more when it says where it is');
  }
  const lock = await takeLock(folder, 'npm run backup');
  try {
    const postgres = await startPostgres(databaseIn(folder), stack.superuserPassword);
    try {
      return await work(postgres.port);
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}

async function write(stack: LocalStack, port: number, file: string, stop: AbortSignal): Promise<Manifest> {
  const { name } = migrationOn(stack, port).app;
  const sql = connectAsSuperuser(name, port, stack.superuserPassword);
  try {
    return await dumpDatabase(sql, async (manifest, contents) => {
      await writeArchive(file, contents, (unfinished) => readArchive(unfinished, stop), stop);
      return manifest;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
