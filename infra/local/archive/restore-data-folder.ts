import { existsSync } from 'node:fs';
import { migrate } from '../../../app/database/migrate.ts';
import { Problem } from '../../command/problem.ts';
import { connectAsSuperuser } from '../connect-as-superuser.ts';
import { makeSchema, migrationOn } from '../create-schema.ts';
import { databaseIn, dataIn } from '../data-folder-paths.ts';
import { localStack } from '../dev-manifests-with-local-secrets.ts';
import { takeLock } from '../folder-lock.ts';
import { makeDatabaseBeside } from '../make-and-fill-replacement-database.ts';
import { appliedFiles } from '../match-recorded-migrations-to-files.ts';
import { type Postgres, stopLeftRunning } from '../postgres.ts';
import { endReplacement, putInPlace } from '../switch-to-replacement-data.ts';
import { loadDatabase } from './load-database.ts';
import { readArchive } from './read-archive.ts';

/** An archive, and where it goes. */
export interface Restore {
  readonly folder: string;
  readonly file: string;
  /** True to let it take the place of a database, which is kept under another name. */
  readonly replacing: boolean;
}

/**
 * Brings back what an archive holds: into a database beside the one in use, at the schema of the archive, proven there and
 * migrated to today's. Only then are names changed. An interrupted run has changed nothing.
 *
 * @throws Problem, or the reason of `stop`
 */
export async function restoreFolder(
  { folder, file, replacing }: Restore,
  stop: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const manifest = await readArchive(file, stop);
  const migrations = appliedFiles('the archive', manifest.schema);
  say(`${file} is whole: it is of ${manifest.at}, by version ${manifest.version}`);
  const lock = await takeLock(folder, 'npm run restore');
  try {
    const [database, data] = [databaseIn(folder), dataIn(folder)];
    endReplacement(database);
    const kept = existsSync(data) ? `${data}-before-${stamp(new Date())}` : undefined;
    if (kept !== undefined && !replacing)
      throw new Problem(
        `there is a database in ${data}, and nothing was changed. With --replace the archive takes its place, ` +
          'and what is there now is kept under another name',
      );
    const stack = localStack(folder);
    await stopLeftRunning(database);
    await makeDatabaseBeside(database, stack.superuserPassword, stop, fill);
    putInPlace(database, kept);
    if (kept !== undefined)
      say(`what was there before is kept in ${kept}; delete it when nobody misses anything`);
    say('everything is back: npm start. Everybody signs in again, and makes links and tokens anew');

    async function fill({ port }: Postgres): Promise<void> {
      await makeSchema(stack, port, migrations);
      const config = migrationOn(stack, port);
      const sql = connectAsSuperuser(config.app.name, port, stack.superuserPassword);
      try {
        say(`the schema is made, at ${migrations.at(-1)?.name}; now the rows`);
        await loadDatabase(sql, manifest, (take) => readArchive(file, stop, take));
      } finally {
        await sql.end({ timeout: 5 });
      }
      await migrate(config);
      const rows = manifest.tables.reduce((sum, table) => sum + BigInt(table.rows), 0n);
      say(`${rows} rows and ${manifest.receipts.length} receipts are as they were saved`);
    }
  } finally {
    lock.release();
  }
}

/** A moment as in the names of dumps: `20260131T093000Z`. */
function stamp(moment: Date): string {
  return moment.toISOString().replace(/[-:]|\.\d+/g, '');
}
