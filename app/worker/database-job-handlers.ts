import type { TransactionSql } from '../database/connect.ts';
import { enterDue } from '../schedules/enter-due.ts';
import { todayIn } from '../time-zones.ts';

/**
 * Does a job, or one part of it, in the transaction that also completes that part.
 *
 * @param details the job's payload
 * @param job the job itself, by which it opens a book
 * @returns true when more parts remain, for the next transaction
 */
export type Work = (
  sql: TransactionSql,
  details: unknown,
  job: { readonly id: string; readonly attempt: number },
) => Promise<boolean>;

/** Handlers of the jobs that need the database alone, by kind. */
export const JOBS: Readonly<Record<string, Work>> = {
  'expire-sessions': async (sql) => isFull(await sql<Gone>`select worker.expire_sessions(${MOST}) as gone`),
  'expire-idempotency-keys': async (sql) =>
    isFull(await sql<Gone>`select worker.expire_idempotency_keys(${MOST}) as gone`),
  'expire-jobs': async (sql) => isFull(await sql<Gone>`select worker.expire_jobs(${MOST}) as gone`),
  'expire-drafts': async (sql) => isFull(await sql<Gone>`select worker.expire_drafts(${MOST}) as gone`),
  'expire-waiting-receipts': async (sql) =>
    isFull(await sql<Gone>`select worker.expire_waiting_receipts(${MOST}) as gone`),
  'expire-sample-books': async (sql) =>
    isFull(await sql<Gone>`select worker.expire_sample_books(${MOST_BOOKS}) as gone`, MOST_BOOKS),
  'enter-due': async (sql, _details, { id, attempt }) => {
    const [open] = await sql<OpenSchedule[]>`select * from worker.open_schedule_job(${id}, ${attempt})`;
    if (!open) return false; // it is gone, or nobody who may write is left
    const isMore = await enterDue(sql, open.book, open.person, open.schedule, todayIn(open.zone));
    await sql`select raise_version()`;
    return isMore;
  },
};

/** Schedule that a job is about, in the book that the job has opened. */
interface OpenSchedule {
  readonly book: string;
  readonly schedule: string;
  readonly person: string;
  readonly zone: string;
}

/** Jobs of every night. The next night makes up for a missed one: each job selects rows by age. */
export const NIGHTLY: readonly string[] = [
  'expire-sessions',
  'expire-idempotency-keys',
  'expire-jobs',
  'expire-drafts',
  'expire-waiting-receipts',
  'expire-receipt-files',
  'check-receipt-files',
  'expire-sample-books',
];

/** Maximum rows per transaction: deleted well within the statement timeout. */
const MOST = 5000;
/** The same of books, which take all of their rows with them. */
const MOST_BOOKS = 5;

type Gone = { gone: number }[];

function isFull([row]: Gone, most = MOST): boolean {
  return row?.gone === most;
}
