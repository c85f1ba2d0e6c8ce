import { once } from 'node:events';
import { join } from 'node:path';
import type { DatabaseConfig } from '../config.ts';
import { type BoundedProcess, startBounded } from '../memory-limited-process.ts';
import type { GivenJob, JobAnswer } from './job-child.ts';
import {
  JobCancelledError,
  JobLeftError,
  JobLostError,
  NothingToDoError,
  TooHardError,
} from './stopped-job-errors.ts';

export interface ProcessLimits {
  /** Milliseconds for one job. @default 600_000 - twenty times what 100,000 rows take on a busy core */
  readonly patience?: number;
  /** @default 104 - MiB of heap, for the rows of the largest file */
  readonly memory?: number;
  /**
   * Milliseconds that a job may go on for once its worker is told to stop.
   * @default 10_000 - with the seconds of its rollback, less than any process has to close
   */
  readonly grace?: number;
}

/**
 * Runs jobs in a process each, below everything else, with connections of its own: neither its work nor its memory is in
 * the way of probes and pages.
 *
 * @throws JobLostError, JobLeftError, JobCancelledError, NothingToDoError, TooHardError
 */
export function runInProcess(database: DatabaseConfig, limits: ProcessLimits = {}) {
  const { patience = 600_000, memory = 104, grace = 10_000 } = limits;
  return async (job: GivenJob['job'], stopping: AbortSignal): Promise<void> => {
    const { child, ended, reason } = startBounded(join(import.meta.dirname, 'job-child.ts'), memory);
    const over = new AbortController();
    const end = (why: Error, after: number) => setTimeout(() => over.abort(why), after);
    const timers = [end(new TooHardError('it took too long'), patience)];
    const stop = () => timers.push(end(new JobLeftError(), grace));
    if (stopping.aborted) stop();
    stopping.addEventListener('abort', stop);
    try {
      child.send({ database, job } satisfies GivenJob);
      const answered = once(child, 'message', { signal: over.signal });
      const [answer] = (await Promise.race([answered, ended.then(() => [undefined])])) as [JobAnswer?];
      if (answer === undefined) throw endOf(reason());
      if (answer.how === 'lost') throw new JobLostError();
      if (answer.how === 'cancelled') throw new JobCancelledError();
      if (answer.how === 'nothing to do') throw new NothingToDoError();
      if (answer.how === 'failed') throw Object.assign(new Error(answer.error.message), answer.error);
    } catch (error) {
      throw over.signal.aborted ? over.signal.reason : error;
    } finally {
      for (const timer of timers) clearTimeout(timer);
      stopping.removeEventListener('abort', stop);
      child.kill('SIGKILL');
      await ended;
    }
  };
}

/** Error of a process that ended without an answer. */
function endOf({ isMemory, line }: ReturnType<BoundedProcess['reason']>): Error {
  return isMemory ? new TooHardError('it takes too much memory') : new Error(`its process ended: ${line}`);
}
