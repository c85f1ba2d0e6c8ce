import type { TransactionSql } from '../database/connect.ts';
import { isId } from '../ledger/filter.ts';

/** `read-file`: a worker reads a draft, and keeps what it found. `import-file`: it imports the draft. */
export type FileJobKind = 'read-file' | 'import-file';

/** Job of a worker about a draft. */
export interface FileJobState {
  readonly kind: FileJobKind;
  /** Rows that are written, of how many; of 0 while it reads and compares. */
  readonly done: number;
  readonly total: number;
  /** Number of attempts so far; 0 while it waits for its turn. */
  readonly attempts: number;
  /** Time of the next attempt, where the last one failed. */
  readonly nextAt: Date;
  /** True while a worker is at it. */
  readonly running: boolean;
  /** Why the last attempt failed; null where none did. */
  readonly error: string | null;
  /** True when there is no further attempt. */
  readonly hasFailed: boolean;
  readonly cancelled: boolean;
}

/** Has a worker read or import a draft; does nothing where it has a job already. */
export async function putFileJob(sql: TransactionSql, kind: FileJobKind, draft: string): Promise<void> {
  await sql`select put_file_job(${kind}, ${draft})`;
}

/** The job about a draft; undefined where there is none, or it is done. */
export async function fileJobState(sql: TransactionSql, draft: string): Promise<FileJobState | undefined> {
  if (!isId(draft)) return undefined;
  const [state] = await sql<FileJobState[]>`
    select kind, done, total, attempts, next_at as "nextAt", running, error, has_failed as "hasFailed", cancelled
    from file_job_state(${draft})`;
  return state;
}

/** Takes the job about a draft away, or has its worker stop. */
export async function cancelFileJob(sql: TransactionSql, draft: string): Promise<void> {
  if (isId(draft)) await sql`select cancel_file_job(${draft})`;
}
