import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Sql } from '../database/connect.ts';
import type { Tracing } from '../tracing/tracing-interface.ts';
import type { Work } from './database-job-handlers.ts';
import type { QueueMetrics } from './queue-metrics.ts';
import {
  JobCancelledError,
  JobLeftError,
  JobLostError,
  NothingToDoError,
  TooHardError,
} from './stopped-job-errors.ts';

export interface WorkerOptions {
  /** Pool of the worker's role. */
  readonly sql: Sql;
  /** Handlers of the jobs it takes, by kind. */
  readonly jobs: Readonly<Record<string, Work>>;
  /** Jobs that hold and end themselves elsewhere, by kind. @default none */
  readonly apart?: Readonly<Record<string, WorkApart>>;
  /** Kinds of job to enqueue each night. */
  readonly nightly: readonly string[];
  readonly metrics: QueueMetrics;
  /** Reads what else metrics show. @default nothing */
  readonly look?: (sql: Sql) => Promise<void>;
  readonly tracing: Pick<Tracing, 'work'>;
  readonly log: FastifyBaseLogger;
}

/** Does a whole job. @throws JobLostError, JobLeftError, JobCancelledError, NothingToDoError, TooHardError */
export type WorkApart = (job: Job, stopping: AbortSignal) => Promise<void>;

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly details: unknown;
  /** Number of this attempt, from 1. */
  readonly attempt: number;
}

/** Milliseconds between two polls of an empty queue. */
const REST = 1_000;
/** Milliseconds between two reads of the queue's state, which also enqueue the night's jobs. */
const LOOK = 5_000;

/** Processes one job after another. Stopping waits for the job in hand, or its current part. */
export function startWorker(options: WorkerOptions): { stop(): Promise<void> } {
  const { sql, jobs, apart = {}, nightly, metrics, look: lookFurther, log } = options;
  const kinds = [...Object.keys(jobs), ...Object.keys(apart)];
  const stopping = new AbortController();
  const { signal } = stopping;
  const away = new Set<'work' | 'look'>();
  const rest = (milliseconds: number) => pause(milliseconds, undefined, { signal }).catch(() => {}); // stopped

  async function work(): Promise<void> {
    while (!signal.aborted) {
      const isAny = await unlessAway('work', async () => {
        const [job] = await sql<Job[]>`select * from worker.take_job(${kinds})`;
        if (job) await attempt(job, options, signal);
        return job !== undefined;
      });
      if (!isAny) await rest(REST);
    }
  }

  async function look(): Promise<void> {
    while (!signal.aborted) {
      await unlessAway('look', async () => {
        await sql`select worker.put_nightly(${[...nightly]})`;
        await sql`select worker.put_due()`;
        metrics.show(await sql`select * from worker.queue_state(${kinds})`, nightly);
        await lookFurther?.(sql);
      });
      await rest(LOOK);
    }
  }

  /** Retries later when the queue is unreachable; each loop logs the outage once, and its end once. */
  async function unlessAway<T>(loop: 'work' | 'look', ask: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await ask();
      if (away.delete(loop)) log.info({ loop }, 'the queue answers again');
      return answer;
    } catch (error) {
      if (!away.has(loop)) log.warn({ err: error, loop }, 'the queue cannot be asked');
      away.add(loop);
      return undefined;
    }
  }

  const done = Promise.all([work(), look()]);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** Attempts a job; a failed one is retried later. */
async function attempt(job: Job, options: WorkerOptions, signal: AbortSignal): Promise<void> {
  const { sql, jobs, apart = {}, metrics, tracing, log } = options;
  const { id, kind, attempt } = job;
  const started = performance.now();
  const told = () => ({ kind, attempt, milliseconds: Math.round(performance.now() - started) });
  try {
    const work = apart[kind] ?? (() => finish(job, sql, jobs[kind] as Work, signal));
    await tracing.work(`job ${kind}`, () => work(job, signal));
    metrics.ended(kind, 'done');
    log.info(told(), 'job done');
  } catch (error) {
    if (error instanceof JobLostError) {
      log.warn(told(), 'another worker has the job');
      return;
    }
    if (error instanceof JobLeftError) {
      await sql`select worker.leave_job(${id}, ${attempt})`;
      log.info(told(), 'the rest of the job is left to another worker');
      return;
    }
    if (error instanceof JobCancelledError) {
      await sql`select worker.drop_job(${id}, ${attempt})`;
      log.info(told(), 'job stopped: nobody wants it any more');
      return;
    }
    const why = describe(error as Error);
    if (error instanceof NothingToDoError) {
      await sql`select worker.give_up_job(${id}, ${attempt}, ${why})`;
      metrics.ended(kind, 'done');
      log.info(told(), 'job done: there was nothing that it could do');
      return;
    }
    if (error instanceof TooHardError) {
      await sql`select worker.give_up_job(${id}, ${attempt}, ${why})`;
      metrics.ended(kind, 'failed');
      log.error({ ...told(), err: error }, 'job failed for good');
      return;
    }
    const [row] = await sql<Failed>`select worker.fail_job(${id}, ${attempt}, ${why}) as last`;
    const isLast = row?.last ?? null;
    if (isLast === null) {
      // For example, the response to the commit was lost.
      log.warn({ ...told(), err: error }, 'the job is done, or another worker has it');
      return;
    }
    metrics.ended(kind, isLast ? 'failed' : 'tried again');
    log[isLast ? 'error' : 'warn'](
      { ...told(), err: error },
      isLast ? 'job failed for good' : 'job failed, and is tried again',
    );
  }
}

type Failed = { last: boolean | null }[];

/**
 * Runs a job part by part, each in a transaction that holds the job; the last one completes it. So its effects apply
 * exactly once.
 */
async function finish(job: Job, sql: Sql, work: Work, signal: AbortSignal): Promise<void> {
  const { id, details, attempt } = job;
  let isMore = true;
  while (isMore) {
    isMore = await sql.begin(async (tx) => {
      const hold = () => tx<{ held: boolean }[]>`select worker.hold_job(${id}, ${attempt}) as held`;
      const [row] = await hold();
      if (!row?.held) throw new JobLostError();
      const more = await work(tx, details, { id, attempt });
      if (more)
        await hold(); // renews the hold for the next part: this one may have outlasted it
      else await tx`select worker.end_job(${id})`;
      return more;
    });
    if (isMore && signal.aborted) throw new JobLeftError();
  }
}

/** Describes an error; a Postgres message may quote a value, so only its code is kept. */
function describe({ name, message, code }: Error & { readonly code?: string }): string {
  return name === 'PostgresError' ? `${name} ${code}` : `${name}: ${message}`;
}
