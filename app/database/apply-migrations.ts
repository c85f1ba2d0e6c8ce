import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from './connect.ts';
import type { Migration } from './migration-files.ts';

/** Milliseconds for which a migration may stand in line for a table, since whoever comes after it stands behind it. */
const LOCK_TIMEOUT = 500;
/** Times that a migration asks again for a table that is in use; with the pauses, about ten minutes. */
const ATTEMPTS = 300;

/**
 * Applies what is missing, in order, while the app goes on serving: a migration that cannot have its tables at once lets
 * go, waits a little, and begins again; a fill commits batch by batch.
 *
 * @returns how many were applied
 * @throws Error where an applied migration has other contents today
 */
export async function applyMissing(
  sql: Sql,
  migrations: Migration[],
  say: (line: string) => void,
): Promise<number> {
  await sql`
    create table if not exists migration (
      number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
    )`;
  const rows = await sql<
    { number: number; name: string; checksum: string }[]
  >`select number, name, checksum from migration`;
  const applied = new Map(rows.map((row) => [row.number, row]));
  refuseChanged(migrations, applied);
  const missing = migrations.filter((migration) => !applied.has(migration.number));
  for (const migration of missing) {
    const started = performance.now();
    const filled = migration.kind === 'fill' ? `, ${await fill(sql, migration.sql)} rows` : '';
    if (migration.kind === 'alone')
      for (const one of statementsOf(migration)) await yielding(() => sql.unsafe(one));
    await yielding(async () => {
      await sql.begin(async (tx) => {
        await tx`select set_config('lock_timeout', ${`${LOCK_TIMEOUT}ms`}, true)`;
        if (migration.kind === 'whole') await tx.unsafe(migration.sql);
        const { number, name, checksum } = migration;
        await tx`insert into migration (number, name, checksum) values (${number}, ${name}, ${checksum})`;
      });
    });
    say(`${migration.name} applied in ${Math.round(performance.now() - started)} ms${filled}`);
  }
  return missing.length;
}

function statementsOf({ sql }: Migration): string[] {
  return sql.split(/;\s*$/m).filter((text) => text.replaceAll(/^--.*$/gm, '').trim() !== '');
}

/** Repeats one statement, each time in a transaction of its own, until it changes no row. */
async function fill(sql: Sql, statement: string): Promise<number> {
  for (let total = 0; ; ) {
    const { count } = await yielding(() => sql.unsafe(statement));
    if (count === 0) return total;
    total += count;
  }
}

/** Begins again what could not have its locks, or was in the way of another transaction. */
async function yielding<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !isInTheWay(error)) throw error;
      await pause(Math.min(100 * attempt, 2000));
    }
  }
}

function isInTheWay(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === '55P03' || code === '40P01'; // lock_not_available, deadlock_detected
}

function refuseChanged(
  migrations: Migration[],
  applied: Map<number, { name: string; checksum: string }>,
): void {
  for (const { number, name, checksum } of migrations) {
    const before = applied.get(number);
    if (before && before.checksum !== checksum) {
      throw new Error(
        `${name} was applied before as ${before.name} with other contents. Write a new migration instead.`,
      );
    }
  }
}
