import type { TransactionSql } from '../database/connect.ts';

/**
 * Does a job, or one part of it, in the transaction that also completes that part.
 *
 * @param details the job's payload
 * @returns true when more parts remain, for the next transaction
 */
export type Work = (sql: TransactionSql, details: unknown) => Promise<boolean>;

/** Handlers of all jobs, by kind. */
export const JOBS: Readonly<Record<string, Work>> = {
  'expire-sessions': async (sql) => isFull(await sql<Gone>`select worker.expire_sessions(${MOST}) as gone`),
  'expire-idempotency-keys': async (sql) =>
    isFull(await sql<Gone>`select worker.expire_idempotency_keys(${MOST}) as gone`),
  'expire-jobs': async (sql) => isFull(await sql<Gone>`select worker.expire_jobs(${MOST}) as gone`),
};

/** Jobs of every night. The next night makes up for a missed one: each job selects rows by age. */
export const NIGHTLY: readonly string[] = ['expire-sessions', 'expire-idempotency-keys', 'expire-jobs'];

/** Maximum rows per transaction: deleted well within the statement timeout. */
const MOST = 5000;

type Gone = { gone: number }[];

function isFull([row]: Gone): boolean {
  return row?.gone === MOST;
}
