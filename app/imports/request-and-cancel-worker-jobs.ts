import type { TransactionSql } from '../database/connect.ts';
import { isId } from '../ledger/transaction-filter-in-url.ts';

/**
 * `read-file`: a worker reads a draft, and keeps what it found. `import-file`: it imports the draft. `undo-import`: it
 * undoes the import, or the last undo of it.
 */
export type FileJobKind = 'read-file' | 'import-file' | 'undo-import';

/** Job of a worker about a draft, or an import. */
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
export async function putFileJob(
  sql: TransactionSql,
  kind: Exclude<FileJobKind, 'undo-import'>,
  draft: string,
): Promise<void> {
  await sql`select put_file_job(${kind}, ${draft})`;
}

/** Number of rows up to which an import is undone within a request, which takes that a few seconds. */
const MOST_UNDONE_AT_ONCE = 10_000;

/**
 * Has a worker undo a large import; does nothing where it is at it already. Resolves to the import; undefined where the act
 * is not that of a large import, or is undone.
 *
 * @param most rows of an import that is left to its request
 */
export async function putUndoJob(
  sql: TransactionSql,
  book: string,
  act: string,
  most = MOST_UNDONE_AT_ONCE,
): Promise<string | undefined> {
  if (!isId(act)) return undefined;
  const [large] = await sql`
    select from import i where i.book_id = ${book} and i.act_id = ${act} and (
      select count(*) from import_row row where row.book_id = i.book_id and row.import_id = i.id and row.is_added
    ) > ${most}`;
  if (!large) return undefined;
  const [put] = await sql<{ id: string | null }[]>`select put_undo_job(${act}) as id`;
  return put?.id ?? undefined;
}

/** The job about a draft or an import; undefined where there is none, or it is done. */
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
