import { expect } from 'vitest';
import type { Household } from './household.ts';
import { lockTable } from './lock-table.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** Poll for what a worker does meanwhile. */
export const patient = { interval: 200 };

/** Starts a worker on the database of a household. */
export function startWorkerOf({ config }: Household): Promise<ServerProcess> {
  return startServer({ DB_NAME: config.database.name }, 'app/worker/server.ts');
}

export async function endProcess(
  { process, ended }: ServerProcess,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  process.kill(signal);
  await ended;
}

/** Jobs that somebody wanted, in the order in which they came. */
export function jobsOf({ rows }: Household) {
  return rows`select kind, attempts, ended_at is not null as ended, error from worker.job where night is null order by put_at`;
}

/** Makes all jobs due that no transaction holds, as half a minute later; resolves to their number. */
export async function makeJobsDue({ rows }: Household): Promise<number> {
  const { count } = await rows`
    update worker.job set due_at = now()
    where id in (select id from worker.job where ended_at is null for update skip locked)`;
  return count;
}

/**
 * Has a worker begin a job that stands still at a table which is locked.
 *
 * @param begin leaves the job to a worker
 * @param statement pattern of the statement that waits, for Postgres
 */
export async function startStuckJob(
  home: Household,
  table: string,
  statement: string,
  begin: () => Promise<unknown>,
) {
  const lock = await lockTable(home.config.database, table);
  await begin();
  const worker = await startWorkerOf(home);
  await expect
    .poll(
      () => home.rows`select from pg_stat_activity where wait_event_type = 'Lock' and query ~ ${statement}`,
      patient,
    )
    .toHaveLength(1);
  return { lock, worker };
}
