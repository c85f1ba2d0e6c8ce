import { setTimeout as pause } from 'node:timers/promises';
import { type DatabaseConfig, type Role, readMigrationConfig } from '../config.ts';
import { ConfigError } from '../environment-variable-parsers.ts';
import { endEarlierRoles, ensureRole, grantJobs, grantRows } from './app-and-worker-roles.ts';
import { applyMissing, refuseChanged } from './apply-migrations.ts';
import { keepPassword, type RolePassword } from './backup-and-metrics-passwords.ts';
import { keepNewerSchema } from './check-newer-schema-serves-image.ts';
import { postgresIsAway, type Sql } from './connect.ts';
import { connectAsOwner } from './connect-as-owner-and-rotate-password.ts';
import { type Migration, migrationFiles } from './migration-files.ts';
import { endReports, ensureReports, type ReportsRole } from './reports-role.ts';
import { readRecord } from './schema-record.ts';
import { keepFirstInvitation } from './store-first-invitation.ts';

/*
 * Our own migrator, since the known tools either bring a second Postgres driver, lack checksums, or lock by a table row
 * that a killed job leaves behind. An advisory lock ends with its connection.
 */

/** Connections and roles of a migration: one database, reached as the app and as its owner. */
export interface MigrationConfig {
  readonly app: DatabaseConfig;
  readonly owner: DatabaseConfig;
  /** The owner's password before its last rotation. */
  readonly previousOwnerPassword?: string | undefined;
  /** Role of the worker. @default no worker role */
  readonly worker?: Role | undefined;
  /** Role for reports. @default none, and one of before may not sign in any more */
  readonly reports?: ReportsRole | undefined;
  /** Further roles and their passwords. @default none */
  readonly beside?: readonly RolePassword[];
  /** Token of the sign-up link for the first person. @default none */
  readonly firstInvitation?: string | undefined;
  /** Image that runs this code, recorded for a later rollback. @default not recorded */
  readonly image?: string | undefined;
}

/** Arbitrary but fixed key of the advisory lock: concurrent migrations take turns. */
const lock = 7_262_354_018;

/**
 * Migrates the database to this image's schema, and sets the passwords and rights of the roles of the app, its worker
 * and reports. A schema newer than the image is left unchanged.
 *
 * @throws Error when a newer schema no longer serves this image; the message names the image to use
 */
export async function migrate(
  config: MigrationConfig,
  say: (line: string) => void = () => {},
  migrations: Migration[] = migrationFiles(),
): Promise<void> {
  const sql = await connectAsOwner(config.owner, config.previousOwnerPassword, say);
  try {
    await takeTurns(sql);
    const record = await readRecord(sql);
    refuseChanged(migrations, record);
    const ours = new Set(migrations.map(({ number }) => number));
    const [first, ...others] = record.filter(({ number }) => !ours.has(number));
    if (first) return await keepNewerSchema([first, ...others], migrations, config.app, say);
    say(await ensureRole(sql, config.app.user, config.app.password));
    if (config.worker) say(await ensureRole(sql, config.worker.user, config.worker.password));
    for (const role of config.beside ?? []) say(await keepPassword(sql, role));
    const applied = await applyMissing(sql, migrations, record, config.image, say);
    await grantRows(sql, config.app.user, config.app.name);
    if (config.worker) await grantJobs(sql, config.worker.user, config.app.name);
    if (config.reports) say(await ensureReports(sql, config.reports, config.app.name));
    for (const line of await endReports(sql, config.reports?.user)) say(line);
    for (const { user } of [config.app, ...(config.worker ? [config.worker] : [])])
      for (const line of await endEarlierRoles(sql, user)) say(line);
    if (config.firstInvitation) say(await keepFirstInvitation(sql, config.firstInvitation));
    const latest = migrations.at(-1)?.name ?? 'none';
    say(
      applied === 0 ? `nothing to apply, the schema is at ${latest}` : `applied ${applied}, now at ${latest}`,
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Takes the advisory lock by polling: waiting inside a statement would hold a snapshot that `create index concurrently`
 * waits for.
 */
async function takeTurns(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ mine: boolean }[]>`select pg_try_advisory_lock(${lock}) as mine`;
    if (row?.mine) return;
    await pause(200);
  }
}

/**
 * Retries while Postgres is unreachable: in a new cluster its DNS name and its server may come up after this process.
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
