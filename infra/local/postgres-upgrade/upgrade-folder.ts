import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrationConfig } from '../../../app/config.ts';
import { connect, type Sql } from '../../../app/database/connect.ts';
import { migrate } from '../../../app/database/migrate.ts';
import { migrationFiles } from '../../../app/database/migration-files.ts';
import { type Applied, readRecord } from '../../../app/database/schema-record.ts';
import { Problem } from '../../command/problem.ts';
import { takeLock } from '../folder-lock.ts';
import { databaseIn, dataIn, type LocalStack, localStack } from '../local-stack.ts';
import { carriedIn, HOST, type Postgres, SUPERUSER_NAME, startPostgres, versionOf } from '../postgres.ts';
import { postgresBinaries } from '../postgres-binaries.ts';
import { prepareDatabase } from '../prepare-database.ts';
import { copyRows, requireSameTables } from './copy-rows.ts';
import { contentsOf, differences, proof, tablesOf } from './table-contents.ts';

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
    const carried = carriedIn(databaseIn(folder));
    const isProven = existsSync(join(carried, PROVEN));
    if (!existsSync(data) && !isProven)
      throw new Problem(`there is no database in ${data}: npm start makes one`);
    if (existsSync(data)) {
      const [was, { major }] = [versionOf(data), await postgresBinaries()];
      if (was === major) return say(`${data} is of Postgres ${major} already: there is nothing to upgrade`);
      const kept = `${data}-${was}`;
      if (existsSync(kept)) throw new Problem(`${kept} is where the old data goes: move it away first`);
      await carryRows(folder, was, stop, say);
      writeFileSync(join(carried, PROVEN), '');
      renameSync(data, kept);
      say(`what it was carried from is kept in ${kept}; delete it when nobody misses anything`);
    }
    renameSync(join(carried, 'data'), data);
    rmSync(carried, { recursive: true });
    say(`${data} is of Postgres ${versionOf(data)} now: npm start`);
  } finally {
    lock.release();
  }
}

/** Name of the file that marks all rows as verified, so that only the folders are left to rename. */
const PROVEN = 'proven';

/** Copies the rows into a server of their own in the folder `carried`, and verifies them. */
async function carryRows(folder: string, was: string, stop: AbortSignal, say: Say): Promise<void> {
  const stack = localStack(folder);
  const carried = carriedIn(databaseIn(folder));
  const old = await startPostgres(databaseIn(folder), stack.superuserPassword, was);
  try {
    // An attempt that was killed may have left its server running on the files that the next line deletes.
    if (existsSync(join(carried, 'data')))
      await (await startPostgres(carried, stack.superuserPassword)).stop();
    rmSync(carried, { recursive: true, force: true });
    stop.throwIfAborted();
    const fresh = await startPostgres(carried, stack.superuserPassword);
    try {
      await carryBetween(stack, old, fresh, stop, say);
    } finally {
      await fresh.stop();
    }
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
  const here = { host: HOST, port: 0, databasePort: fresh.port, uploads: '', redis: undefined };
  const { environment } = stack.container('migrate', here);
  const config = readMigrationConfig(environment);
  const as = (port: number) => superuser(config.app.name, port, stack.superuserPassword);
  const [from, into] = [as(old.port), as(fresh.port)];
  try {
    const record = await readRecord(from);
    stop.throwIfAborted();
    await prepareDatabase(
      { host: HOST, port: fresh.port, username: SUPERUSER_NAME, password: stack.superuserPassword },
      { database: config.owner.name, owner: config.owner.user, ownerPassword: config.owner.password },
    );
    // Only migrations that the rows went through; the next start applies the others, to rows as they expect them.
    await migrate({ ...config, firstInvitation: undefined }, () => {}, appliedFiles(record));
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

/** Files of the migrations in a record. @throws Problem when the database has one that this code does not know */
function appliedFiles(record: readonly Applied[]) {
  const files = new Map(migrationFiles().map((file) => [file.number, file]));
  return record.map(({ number, name }) => {
    const file = files.get(number);
    if (file) return file;
    throw new Problem(
      `the database has ${name}, which this version of the app does not know: take a later one`,
    );
  });
}

function superuser(name: string, port: number, password: string): Sql {
  const patient = { statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const config = { host: HOST, port, name, poolSize: 1, user: SUPERUSER_NAME, password };
  return connect(config, {
    connection: { application_name: 'finance-carry', ...patient },
    max_lifetime: null,
  });
}
