import { describe, expect, it } from 'vitest';
import type { Sql } from '../database/connect.ts';
import { somebody, startQueue } from '../testing/job-queue-database.ts';
import { lockTable } from '../testing/lock-table.ts';
import { startServer } from '../testing/server-process.ts';
import { startCollector } from '../testing/trace-collector.ts';
import { NIGHTLY } from './database-job-handlers.ts';

describe('the process', () => {
  it('says how it is at one port, and of the queue what is in it', async () => {
    const { database, rows } = await startQueue();
    const { url } = await startWorker(database.name);
    await expect.poll(() => undone(rows)).toEqual([]);
    for (const path of ['/health', '/ready']) expect((await fetch(`${url}${path}`)).status, path).toBe(200);
    const shown = async () => (await fetch(`${url}/metrics`)).text();
    await expect.poll(shown).toContain('app_jobs_total{kind="expire-sessions",result="done"} 1');
    await expect.poll(shown).toMatch(/^app_jobs_waiting\{kind="expire-jobs"\} [01]$/m);
    expect((await fetch(`${url}/`)).status).toBe(404);
  });

  it('traces each job, with what it asks below it', async () => {
    const { database } = await startQueue();
    const collector = await startCollector();
    const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_TRACES_SAMPLER_ARG: '1' };
    await startServer({ DB_NAME: database.name, ...traces }, 'app/worker/server.ts');
    const job = await collector.named('job expire-sessions');
    const parts = collector.spans.filter(({ traceId }) => traceId === job.traceId).map(({ name }) => name);
    expect(parts).toEqual(
      expect.arrayContaining(['transaction', 'SELECT worker.expire_sessions', 'SELECT worker.end_job']),
    );
    expect(collector.bodies.join()).toContain('finance-worker');
  });

  it('that starts while Postgres is away is alive and not ready', async () => {
    const { url } = await startServer({ DB_PORT: '1', DB_NAME: 'nothing' }, 'app/worker/server.ts');
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/ready`)).status).toBe(503);
  });

  it('that is told to stop does the job in hand, takes no other, and ends with 0', async () => {
    const { database, rows, app } = await startQueue();
    const lock = await lockTable(database, 'session');
    const server = await startWorker(database.name);
    await expect.poll(() => inHand(rows)).toEqual(['expire-sessions']);
    server.process.kill('SIGTERM');
    await server.says('draining');
    await app`select put_job('expire-jobs', '{}')`;
    await lock.release();
    expect(await server.ended).toEqual([0, null]);
    expect(await rows`select attempts, ended_at from worker.job where night is null`).toEqual([
      { attempts: 0, ended_at: null },
    ]);
    const [done] = await rows`select ended_at, error from worker.job where kind = 'expire-sessions'`;
    expect(done).toEqual({ ended_at: expect.any(Date), error: null });
  });

  it('that is killed leaves its job to another one', async () => {
    const { database, rows } = await startQueue();
    const lock = await lockTable(database, 'session');
    const first = await startWorker(database.name);
    await expect.poll(() => inHand(rows)).toEqual(['expire-sessions']);
    first.process.kill('SIGKILL');
    expect(await first.ended).toEqual([null, 'SIGKILL']);
    await lock.release();
    await rows`update worker.job set due_at = now()`; // as half a minute later
    await startWorker(database.name);
    await expect.poll(() => undone(rows)).toEqual([]);
    const [job] = await rows`select attempts, error from worker.job where kind = 'expire-sessions'`;
    expect(job).toEqual({ attempts: 2, error: null });
  });
});

describe('the work of a night', () => {
  it('is put once by two workers, and again the next night', async () => {
    const { database, rows, worker } = await startQueue();
    const both = await Promise.all([startWorker(database.name), startWorker(database.name)]);
    await expect.poll(() => nights(rows)).toEqual(NIGHTLY.toSorted());
    await expect.poll(() => undone(rows)).toEqual([]);
    await rows`update worker.job set night = night - 1`;
    await expect.poll(async () => (await nights(rows)).length).toBe(2 * NIGHTLY.length);
    await expect.poll(() => undone(rows)).toEqual([]);
    const done = await Promise.all(both.map(({ metricsOf }) => metricsOf('app_jobs_total')));
    expect(done.flat().reduce((sum, value) => sum + value, 0)).toBe(2 * NIGHTLY.length);
    const ask = () => worker`select worker.put_nightly('{expire-sessions,expire-jobs}')`;
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(await nights(rows)).toHaveLength(2 * NIGHTLY.length);
  });

  it('takes away sessions that are over and keys of a week, a month late as well', async () => {
    const { database, rows } = await startQueue();
    const { person, book } = await somebody(rows);
    // More than a worker processes in one part.
    await rows`
      insert into session (token_hash, person_id, created_at, expires_at)
      select sha256(n::text::bytea), ${person}, now() - interval '41 days', now() - interval '40 days'
      from generate_series(1, 12000) n`;
    await rows`
      insert into session (token_hash, person_id, created_at, expires_at) values
      (sha256('in use'), ${person}, now(), now() + interval '1 hour'),
      (sha256('a day old'), ${person}, now() - interval '25 hours', now() + interval '1 hour')`;
    await rows`
      insert into idempotency (book_id, person_id, key, created_at) values
      (${book}, ${person}, 'of today', now()), (${book}, ${person}, 'of the week', now() - interval '6 days'),
      (${book}, ${person}, 'older', now() - interval '8 days'), (${book}, ${person}, 'oldest', now() - interval '40 days')`;
    await rows`
      insert into worker.job (kind, night, ended_at) values
      ('expire-sessions', current_date - 40, now() - interval '40 days'),
      ('expire-sessions', current_date - 20, now() - interval '20 days')`;
    await rows`
      insert into import (book_id, person_id, file_name, sha256, fingerprint, bytes, created_at) values
      (${book}, ${person}, 'of the week', sha256('1'), 'csv', 'x', now() - interval '6 days'),
      (${book}, ${person}, 'older', sha256('2'), 'csv', 'x', now() - interval '8 days')`;
    const { metricsOf } = await startWorker(database.name);
    await expect.poll(() => undone(rows)).toEqual([]);
    expect(await rows`select file_name from import`).toEqual([{ file_name: 'of the week' }]);
    const left =
      await rows`select encode(token_hash, 'hex') = encode(sha256('in use'), 'hex') as used from session`;
    expect(left).toEqual([{ used: true }]);
    const keys = await rows`select key from idempotency order by key`;
    expect(keys.map((row) => row['key'])).toEqual(['of the week', 'of today']);
    expect(await rows`select from worker.job where night = current_date - 40`).toHaveLength(0);
    expect(await rows`select from worker.job where night = current_date - 20`).toHaveLength(1);
    // Each job has a recent success in the metrics.
    const [since] = await rows<
      { at: number }[]
    >`select extract(epoch from now() - interval '1 hour')::int as at`;
    await expect
      .poll(async () => {
        const marks = await metricsOf('app_nightly_last_success_timestamp_seconds');
        return marks.filter((mark) => mark > (since?.at ?? 0)).length;
      })
      .toBe(NIGHTLY.length);
  });
});

async function startWorker(database: string) {
  const server = await startServer({ DB_NAME: database }, 'app/worker/server.ts');
  return {
    ...server,
    /** Values of a metric, with any labels. */
    async metricsOf(name: string): Promise<number[]> {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      return text
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`))
        .map((line) => Number(line.split(' ').at(-1)));
    },
  };
}

/** Unfinished jobs, with the number of attempts. */
async function undone(rows: Sql): Promise<string[]> {
  const put = await nights(rows); // first: else they might be put between the two
  const jobs = await rows`select kind, attempts from worker.job where ended_at is null order by kind`;
  if (jobs.length === 0 && put.length < NIGHTLY.length) return ['none was put yet'];
  return jobs.map((job) => `${job['kind']}: ${job['attempts']}`);
}

/** Kinds of the jobs being processed. */
async function inHand(rows: Sql): Promise<string[]> {
  const jobs = await rows`
    select kind from worker.job where ended_at is null and attempts > 0 and error is null`;
  return jobs.map((job) => job['kind']);
}

/** Kinds of all nightly jobs, done or not. */
async function nights(rows: Sql): Promise<string[]> {
  const jobs = await rows`select kind from worker.job where night is not null order by kind`;
  return jobs.map((job) => job['kind']);
}
