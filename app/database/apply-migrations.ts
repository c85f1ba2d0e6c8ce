import { setTimeout as pause } from 'node:timers/promises';
import type { Sql, TransactionSql } from './connect.ts';
import type { Migration } from './migration-files.ts';
import { type Applied, makeRecord, note } from './schema-record.ts';

/** Milliseconds that a migration may wait for a table lock, since later queries queue up behind it. */
const LOCK_TIMEOUT = 500;
/** Attempts at a lock that is held; with the pauses, about ten minutes. */
const ATTEMPTS = 300;

/**
 * Applies the missing migrations in order while the app keeps serving: a migration that does not get its locks at once
 * releases them, pauses and retries; a fill commits batch by batch.
 *
 * @param image image that applies them, recorded with each
 * @returns number of migrations applied
 */
export async function applyMissing(
  sql: Sql,
  migrations: readonly Migration[],
  applied: readonly Applied[],
  image: string | undefined,
  say: (line: string) => void,
): Promise<number> {
  await yielding(() => inTransaction(sql, makeRecord));
  const there = new Set(applied.map(({ number }) => number));
  const missing = migrations.filter(({ number }) => !there.has(number));
  for (const migration of missing) {
    const started = performance.now();
    const filled = migration.kind === 'fill' ? `, ${await fill(sql, migration.sql)} rows` : '';
    if (migration.kind === 'alone')
      for (const one of statementsOf(migration)) await yielding(() => sql.unsafe(one));
    await yielding(() =>
      inTransaction(sql, async (tx) => {
        if (migration.kind === 'whole') await tx.unsafe(migration.sql);
        await note(tx, migration, image);
      }),
    );
    say(`${migration.name} applied in ${Math.round(performance.now() - started)} ms${filled}`);
  }
  return missing.length;
}

async function inTransaction(sql: Sql, work: (tx: TransactionSql) => Promise<void>): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select set_config('lock_timeout', ${`${LOCK_TIMEOUT}ms`}, true)`;
    await work(tx);
  });
}

function statementsOf({ sql }: Migration): string[] {
  return sql.split(/;\s*$/m).filter((text) => text.replaceAll(/^--.*$/gm, '').trim() !== '');
}

/** Repeats one statement, each time in its own transaction, until it changes no row. */
async function fill(sql: Sql, statement: string): Promise<number> {
  for (let total = 0; ; ) {
    const { count } = await yielding(() => sql.unsafe(statement));
    if (count === 0) return total;
    total += count;
  }
}

/** Retries work that hit a lock timeout or a deadlock. */
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

/** @throws Error when the contents of an applied migration have changed */
export function refuseChanged(migrations: readonly Migration[], applied: readonly Applied[]): void {
  const there = new Map(applied.map((row) => [row.number, row]));
  for (const { number, name, checksum } of migrations) {
    const before = there.get(number);
    if (before && before.checksum !== checksum) {
      throw new Error(
        `${name} was applied before as ${before.name} with other contents. Write a new migration instead.`,
      );
    }
  }
}
