import { setTimeout as pause } from 'node:timers/promises';
import { readDatabaseConfig } from '../config.ts';
import { ConfigError } from '../environment.ts';
import { connect, type Sql } from './connect.ts';
import { migrationFiles } from './migration-files.ts';

/** Why the app cannot start yet, as a sentence; undefined when the database has all that this image needs. */
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

if (import.meta.main) {
  try {
    const config = { ...readDatabaseConfig(process.env), poolSize: 1 };
    const sql = connect(config, { silence: 5000 }); // or the answer of one that is gone would be waited for
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
