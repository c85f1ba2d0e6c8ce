import { setTimeout as pause } from 'node:timers/promises';
import { type DatabaseConfig, readMigrationConfig } from '../config.ts';
import { ConfigError } from '../environment.ts';
import { endEarlierRoles, ensureAppRole, grantRows } from './app-role.ts';
import { applyMissing } from './apply-migrations.ts';
import { type Beside, keepPassword } from './beside.ts';
import { postgresIsAway, type Sql } from './connect.ts';
import { keepFirstInvitation } from './first-invitation.ts';
import { type Migration, migrationFiles } from './migration-files.ts';
import { connectAsOwner } from './owner.ts';

/*
 * Why our own: the known tools either bring a second Postgres driver, or lack checksums, or lock by a table row that
 * a killed job leaves behind. An advisory lock ends with its connection.
 */

/** The same database as the app and as its owner reach it. */
export interface MigrationConfig {
  readonly app: DatabaseConfig;
  readonly owner: DatabaseConfig;
  /** What the owner's password was before it was rotated. */
  readonly previousOwnerPassword?: string | undefined;
  /** Roles beside the app's, and their passwords. @default none */
  readonly beside?: readonly Beside[];
  /** Token of the link by which the first person signs up. @default none */
  readonly firstInvitation?: string | undefined;
}

/** Any number, but always the same one: two migrations at once take turns. */
const lock = 7_262_354_018;

/** Brings the database to this image's schema, and the app's role to its password and rights. */
export async function migrate(
  config: MigrationConfig,
  say: (line: string) => void = () => {},
  migrations: Migration[] = migrationFiles(),
): Promise<void> {
  const sql = await connectAsOwner(config.owner, config.previousOwnerPassword, say);
  try {
    await takeTurns(sql);
    say(await ensureAppRole(sql, config.app.user, config.app.password));
    for (const role of config.beside ?? []) say(await keepPassword(sql, role));
    const applied = await applyMissing(sql, migrations, say);
    await grantRows(sql, config.app.user, config.app.name);
    for (const line of await endEarlierRoles(sql, config.app.user)) say(line);
    if (config.firstInvitation) say(await keepFirstInvitation(sql, config.firstInvitation));
    const latest = migrations.at(-1)?.name ?? 'none';
    say(
      applied === 0 ? `nothing to apply, the schema is at ${latest}` : `applied ${applied}, now at ${latest}`,
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** By asking again and not by waiting inside of a statement: an index that is built while people write waits for those. */
async function takeTurns(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ mine: boolean }[]>`select pg_try_advisory_lock(${lock}) as mine`;
    if (row?.mine) return;
    await pause(200);
  }
}

/**
 * Does it again while Postgres cannot be reached: in a new cluster its name and its server come after this process.
 *
 * @param patience milliseconds after which the last error is thrown
 */
export async function whenThere(
  work: () => Promise<void>,
  say: (line: string) => void,
  patience = 300_000,
): Promise<void> {
  const end = performance.now() + patience;
  for (let told = false; ; told = true) {
    try {
      return await work();
    } catch (error) {
      if (!postgresIsAway(error) || performance.now() > end) throw error;
      if (!told) say(`Postgres does not answer yet (${(error as { code?: string }).code}): waiting for it`);
      await pause(Math.min(1000, patience));
    }
  }
}

if (import.meta.main) {
  const say = (line: string) => console.log(`migrate: ${line}`);
  try {
    const config = readMigrationConfig(process.env);
    await whenThere(() => migrate(config, say), say);
  } catch (error) {
    console.error(
      error instanceof ConfigError ? error.message : `migrate: ${(error as Error).message || error}`,
    );
    process.exitCode = 1;
  }
}
