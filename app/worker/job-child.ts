import type { DatabaseConfig } from '../config.ts';
import { connect } from '../database/connect.ts';
import type { FileJobKind } from '../imports/request-and-cancel-worker-jobs.ts';
import { endWithParent } from '../memory-limited-process.ts';
import { FILE_JOBS, type OpenFile } from './import-job-handlers.ts';
import { NothingToDoError } from './stopped-job-errors.ts';
import type { Job } from './take-and-run-jobs.ts';

/** Job of a process, which ends with it. */
export interface GivenJob {
  readonly database: DatabaseConfig;
  readonly job: Pick<Job, 'id' | 'kind' | 'attempt' | 'details'>;
}

export type JobAnswer =
  | { readonly how: 'done' | 'lost' | 'cancelled' | 'nothing to do' }
  | {
      readonly how: 'failed';
      readonly error: { readonly name: string; readonly message: string; readonly code: unknown };
    };

/** Nobody wants the job any more. */
class CancelledError extends Error {}

/** Another worker has the job. */
class LostError extends Error {}

if (process.send) {
  endWithParent(); // and the job with it: another worker has it by then
  process.once('message', async (given) => {
    const answer = await doJob(given as GivenJob);
    process.send?.(answer, () => process.exit());
  });
}

async function doJob({ database, job }: GivenJob): Promise<JobAnswer> {
  const sql = connect(
    { ...database, poolSize: 2 }, // one for the job, one to tell how far it is
    {
      connection: {
        statement_timeout: 120_000, // the check of 100,000 transactions at COMMIT takes seconds
        idle_in_transaction_session_timeout: 120_000, // while the file is read
        client_connection_check_interval: 1000, // a process that was killed leaves no statement running
      },
    },
  );
  const tell = async (done: number, total: number) => {
    const [row] = await sql<{ wanted: boolean }[]>`
      select worker.tell_file_job(${job.id}, ${done}, ${total}) as wanted`;
    if (!row?.wanted) throw new CancelledError();
  };
  try {
    await sql.begin(async (tx) => {
      const [row] = await tx<{ held: boolean }[]>`select worker.hold_job(${job.id}, ${job.attempt}) as held`;
      if (!row?.held) throw new LostError();
      const [open] = await tx<(OpenFile & { cancelled: boolean })[]>`
        select * from worker.open_file_job(${job.id}, ${job.attempt})`;
      if (open?.cancelled) throw new CancelledError();
      if (open) {
        await FILE_JOBS[job.kind as FileJobKind](tx, open, tell, job.details);
        await tx`set constraints all immediate`; // takes seconds, in which nobody waits for the row of the book yet
        await tx`select raise_version()`;
      }
      await tx`select worker.end_job(${job.id})`;
    });
    return { how: 'done' };
  } catch (error) {
    if (error instanceof CancelledError) return { how: 'cancelled' };
    if (error instanceof LostError) return { how: 'lost' };
    if (error instanceof NothingToDoError) return { how: 'nothing to do' };
    const { name, message, code } = error as Error & { code?: unknown };
    return { how: 'failed', error: { name, message, code } };
  } finally {
    await sql.end({ timeout: 1 }).catch(() => {}); // the process ends in any case
  }
}
