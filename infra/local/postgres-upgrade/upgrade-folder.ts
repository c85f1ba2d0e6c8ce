import { existsSync } from 'node:fs';
import { readRecord } from '../../../app/database/schema-record.ts';
import { Problem } from '../../command/problem.ts';
import { connectAsSuperuser } from '../connect-as-superuser.ts';
import { makeSchema, migrationOn } from '../create-schema.ts';
import { databaseIn, dataIn } from '../data-folder-paths.ts';
import { type LocalStack, localStack } from '../dev-manifests-with-local-secrets.ts';
import { takeLock } from '../folder-lock.ts';
import { contentsOf, differences, proof, tablesOf } from '../list-and-compare-tables.ts';
import { makeDatabaseBeside } from '../make-and-fill-replacement-database.ts';
import { appliedFiles } from '../match-recorded-migrations-to-files.ts';
import { type Postgres, startPostgres, versionOf } from '../postgres.ts';
import { postgresBinaries } from '../postgres-binaries.ts';
import { requireSameTables } from '../require-same-tables-and-columns.ts';
import { endReplacement, putInPlace } from '../switch-to-replacement-data.ts';
import { copyRows } from './copy-rows.ts';

type Say = (line: string) => void;

/**
 * Carries the rows of a folder's database into one of the current major version: by COPY from a server of the old version
 * into the schema that the same migrations create. The old data is renamed once every row and sum is verified, and never
 * deleted; it is unchanged until then, and an interrupted run starts over.
 *
 * @throws Problem when the rows cannot be carried or differ, or the reason of `stop`
 */
export async function upgradeFolder(folder: string, stop: AbortSignal, say: Say): Promise<void> {
  const lock = await takeLock(folder, 'npm run upgrade-postgres');
  try {
    const data = dataIn(folder);
    const database = databaseIn(folder);
    endReplacement(database);
    if (!existsSync(data)) throw new Problem(`there is no database in ${data}: npm start makes one`);
    const [was, { major }] = [versionOf(data), await postgresBinaries()];
    if (was === major) return say(`${data} is of Postgres ${major} already: there is nothing to upgrade`);
    const kept = `${data}-${was}`;
    if (existsSync(kept)) throw new Problem(`${kept} is where the old data goes: move it away first`);
    await carryRows(folder, was, stop, say);
    putInPlace(database, kept);
    say(`what it was carried from is kept in ${kept}; delete it when nobody misses anything`);
    say(`${data} is of Postgres ${versionOf(data)} now: npm start`);
  } finally {
    lock.release();
  }
}

/** Copies the rows into a server of their own beside the old one, and verifies them. */
async function carryRows(folder: string, was: string, stop: AbortSignal, say: Say): Promise<void> {
  const stack = localStack(folder);
  const { superuserPassword } = stack;
  const old = await startPostgres(databaseIn(folder), superuserPassword, was);
  try {
    await makeDatabaseBeside(databaseIn(folder), superuserPassword, stop, (fresh) =>
      carryBetween(stack, old, fresh, stop, say),
    );
  } finally {
    await old.stop();
  }
}

async function carryBetween(
  stack: LocalStack,
  old: Postgres,
  fresh: Postgres,
  stop: AbortSignal,
  say: Say,
): Promise<void> {
  const { name } = migrationOn(stack, fresh.port).app;
  const as = (port: number) => connectAsSuperuser(name, port, stack.superuserPassword);
  const [from, into] = [as(old.port), as(fresh.port)];
  try {
    const record = await readRecord(from);
    stop.throwIfAborted();
    // Only migrations that the rows went through; the next start applies the others, to rows as they expect them.
    await makeSchema(stack, fresh.port, appliedFiles('the database', record));
    stop.throwIfAborted();
    say(`the schema is made, at ${record.at(-1)?.name}; now the rows`);
    const was = await from.begin('isolation level repeatable read read only', async (reader) => {
      const tables = await tablesOf(reader);
      await into.begin(async (writer) => {
        requireSameTables(tables, await tablesOf(writer));
        await copyRows(reader, writer, tables);
      });
      stop.throwIfAborted();
      return contentsOf(reader, tables);
    });
    await into`analyze`;
    const is = await into.begin('read only', async (reader) => contentsOf(reader, await tablesOf(reader)));
    const found = differences(was, is);
    if (found.length > 0)
      throw new Problem(
        `what was carried is not what was there, so nothing was changed:\n${found.join('\n')}`,
      );
    for (const line of proof(is)) say(`  ${line}`);
    stop.throwIfAborted();
  } finally {
    await Promise.all([from.end({ timeout: 5 }), into.end({ timeout: 5 })]);
  }
}
