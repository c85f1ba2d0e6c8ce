import { setTimeout as pause } from 'node:timers/promises';
import { readDatabaseConfig, readWorkerConfig } from '../config.ts';
import { ConfigError } from '../environment-variable-parsers.ts';
import { connect, type Sql } from './connect.ts';
import { migrationFiles } from './migration-files.ts';

/** Says why the app cannot start yet, as a sentence; undefined when the database has everything this image needs. */
export async function whyWait(
  sql: Sql,
  needed = migrationFiles().map(({ name }) => name),
): Promise<string | undefined> {
  try {
    const rows = await sql<{ name: string }[]>`select name from migration`;
    const applied = new Set(rows.map(({ name }) => name));
    const missing = needed.filter((name) => !applied.has(name));
    return missing.length > 0 ? `the schema lacks ${missing.join(', ')}` : undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === '42P01' || code === '42501') return 'no migration has run yet';
    if (code === '28P01' || code === '28000') return 'the app may not sign in to Postgres yet';
    if (code === '3D000') return 'the database is not there yet';
    return `Postgres does not answer (${code ?? message})`;
  }
}

/** Runs `node app/database/wait-for-migrations.ts [worker]`, as the app or as its worker. */
if (import.meta.main) {
  try {
    const isWorker = process.argv[2] === 'worker';
    const config = isWorker ? readWorkerConfig(process.env).database : readDatabaseConfig(process.env);
    const sql = connect({ ...config, poolSize: 1 }, { silence: 5000 }); // gives up on a server that is gone
    let told: string | undefined;
    for (let why = await whyWait(sql); why !== undefined; why = await whyWait(sql)) {
      if (why !== told) console.log(`wait: ${why}`);
      told = why;
      await pause(1000);
    }
    console.log('wait: the database is as this image needs it');
    await sql.end();
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : `wait: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
