import { PassThrough } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { Sql, TransactionSql } from '../database/connect.ts';
import { loggerOptions } from '../plugins/logging.ts';
import { closeAfterTest } from '../testing/close-after-test.ts';
import { somebody, startQueue } from '../testing/job-queue-database.ts';
import type { Work } from './database-job-handlers.ts';
import { queueMetrics } from './queue-metrics.ts';
import { startWorker } from './take-and-run-jobs.ts';

describe('jobs', () => {
  it('that the app puts are each done once by two workers', async () => {
    const { app, worker, rows } = await startQueue();
    const done: string[] = [];
    // Each worker's first job waits for the other's, so that both are at work.
    const meet = barrier(2);
    const by = (name: string): Work => {
      let isFirst = true;
      return async (_sql, details) => {
        if (isFirst) await meet();
        isFirst = false;
        done.push(`${name} ${(details as { n: number }).n}`);
        return false;
      };
    };
    await app`select put_job('note', jsonb_build_object('n', n)) from generate_series(1, 200) n`;
    start(worker, { note: by('one') });
    start(worker, { note: by('other') });
    await expect.poll(() => waiting(rows)).toBe(0);
    expect(done.map((line) => Number(line.split(' ')[1])).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    expect(new Set(done.map((line) => line.split(' ')[0])).size).toBe(2);
  });

  it('are left alone by a worker that does not know them', async () => {
    const { app, worker, rows } = await startQueue();
    await app`select put_job('of tomorrow', '{}'), put_job('note', '{}')`;
    start(worker, { note: async () => false });
    await expect.poll(() => waiting(rows, 'note')).toBe(0);
    expect(await rows`select attempts, ended_at from worker.job where kind = 'of tomorrow'`).toEqual([
      { attempts: 0, ended_at: null },
    ]);
  });

  it('of several parts are one job, which ends with the last', async () => {
    const { app, worker, rows } = await startQueue();
    const seen: number[] = [];
    await app`select put_job('long', '{}')`;
    start(worker, {
      long: async (sql) => {
        seen.push(await waiting(sql as unknown as Sql, 'long', 'queue_state'));
        return seen.length < 3;
      },
    });
    await expect.poll(() => waiting(rows)).toBe(0);
    expect(seen).toEqual([1, 1, 1]);
    expect(await rows`select attempts, error from worker.job`).toEqual([{ attempts: 1, error: null }]);
  });
});

describe('a job that fails', () => {
  it('leaves nothing of what it did, and is tried again', async () => {
    const { app, worker, rows } = await startQueue();
    await overSession(rows);
    await app`select put_job('expire', '{}')`;
    let tries = 0;
    start(worker, {
      expire: async (sql) => {
        await sql`select worker.expire_sessions(10)`;
        tries += 1;
        if (tries === 1) throw new Error('the disk is full');
        return false;
      },
    });
    await expect.poll(() => errorOf(rows)).toBe('Error: the disk is full');
    expect(await rows`select from session`).toHaveLength(1);
    await rows`update worker.job set due_at = now()`;
    await expect.poll(() => waiting(rows)).toBe(0);
    expect(await rows`select from session`).toHaveLength(0);
    expect(await rows`select attempts, error from worker.job`).toEqual([{ attempts: 2, error: null }]);
  });

  it('leaves nothing of what it did where its end does not come', async () => {
    const { app, worker, rows } = await startQueue();
    await overSession(rows);
    await app`select put_job('expire', '{}')`;
    let tries = 0;
    start(worker, {
      expire: async (sql) => {
        await sql`select worker.expire_sessions(10)`;
        tries += 1;
        if (tries === 1) await rows`alter function worker.end_job(uuid) rename to ended_job`;
        return false;
      },
    });
    await expect.poll(() => errorOf(rows)).toBe('PostgresError 42883'); // no such function
    expect(await rows`select from session`).toHaveLength(1);
    await rows`alter function worker.ended_job(uuid) rename to end_job`;
    await rows`update worker.job set due_at = now()`;
    await expect.poll(() => waiting(rows)).toBe(0);
    expect(await rows`select from session`).toHaveLength(0);
  });

  it('by nothing but a lost answer to its end is done, and nobody is told that it failed', async () => {
    const { app, worker, rows } = await startQueue();
    await app`select put_job('note', '{}')`;
    const { lines, registry } = start(withLostCommit(worker), { note: async () => false });
    await expect.poll(() => lines.map(({ msg }) => String(msg)).join()).toMatch(/done|failed/);
    expect(lines.map(({ msg }) => msg)).toEqual(['the job is done, or another worker has it']);
    expect(await rows`select attempts, ended_at, error from worker.job`).toEqual([
      { attempts: 1, ended_at: expect.any(Date), error: null },
    ]);
    expect(await registry.metrics()).not.toContain('result="failed"');
  });

  it('rests for longer each time, and ends the sixth time with its error told', async () => {
    const { app, worker, rows } = await startQueue();
    await app`select put_job('broken', '{}')`;
    const { lines, registry } = start(worker, {
      broken: async (sql) => (await sql`select 'hush'::int`).length > 0,
    });
    const rests: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await expect
        .poll(() => lines.filter(({ msg }) => /^job failed/.test(String(msg))).length)
        .toBe(attempt);
      const [row] = await rows<{ rest: number }[]>`
        select extract(epoch from due_at - now())::int as rest from worker.job`;
      rests.push(row?.rest ?? 0);
      await rows`update worker.job set due_at = now()`;
    }
    expect(rests).toEqual(rests.toSorted((a, b) => a - b));
    expect(rests[5]).toBeGreaterThan((rests[0] ?? 0) * 100);
    const [job] = await rows`select attempts, ended_at, error from worker.job`;
    expect(job).toEqual({ attempts: 6, ended_at: expect.any(Date), error: 'PostgresError 22P02' });
    expect(lines.at(-1)).toMatchObject({
      level: 'error',
      msg: 'job failed for good',
      kind: 'broken',
      attempt: 6,
    });
    expect(JSON.stringify(lines)).not.toContain('hush');
    const counted = await registry.metrics();
    expect(counted).toContain('app_jobs_total{kind="broken",result="tried again"} 5');
    expect(counted).toContain('app_jobs_total{kind="broken",result="failed"} 1');
  });

  it('ends in the same way where it ends its worker each time', async () => {
    const { app, worker, rows } = await startQueue();
    await app`select put_job('deadly', '{}')`;
    for (let death = 1; death <= 6; death += 1) {
      expect(await take(worker, 'deadly')).toMatchObject({ attempt: death });
      await rows`update worker.job set due_at = now()`;
    }
    expect(await take(worker, 'deadly')).toBeUndefined();
    expect(await rows`select ended_at, error from worker.job`).toEqual([
      { ended_at: expect.any(Date), error: 'its worker ended before it did' },
    ]);
  });
});

describe('a job that another worker has taken meanwhile', () => {
  it('is not held, ended or failed by the one before', async () => {
    const { app, worker, rows } = await startQueue();
    await app`select put_job('note', '{}')`;
    const first = await take(worker, 'note');
    expect(await take(worker, 'note')).toBeUndefined();
    await rows`update worker.job set due_at = now()`;
    const second = await take(worker, 'note');
    expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
    const held = (attempt: number) => worker`select worker.hold_job(${first?.id ?? ''}, ${attempt}) as held`;
    expect([...(await held(1)), ...(await held(2))]).toEqual([{ held: false }, { held: true }]);
    expect([...(await worker`select worker.fail_job(${first?.id ?? ''}, 1, 'late') as last`)]).toEqual([
      { last: null },
    ]);
    expect(await errorOf(rows)).toBeNull();
  });

  it('is held for half a minute from then on, however long ago the part began', async () => {
    const { app, worker, rows } = await startQueue();
    await app`select put_job('note', '{}')`;
    const job = await take(worker, 'note');
    await worker.begin(async (sql) => {
      await sql`select pg_sleep(1)`;
      await sql`select worker.hold_job(${job?.id ?? ''}, 1)`;
    });
    const [row] = await rows<{ whole: boolean }[]>`
      select due_at - interval '30 seconds' > put_at + interval '1 second' as whole from worker.job`;
    expect(row).toEqual({ whole: true });
  });

  it('is held anew at the end of a part, for the next', async () => {
    const { app, worker, rows } = await startQueue();
    await rows`create table held (until timestamptz, part text default pg_current_xact_id()::text)`;
    await rows`grant insert on held to public`;
    await rows`create function note_held() returns trigger language plpgsql as
      'begin insert into public.held values (new.due_at); return new; end'`;
    await rows`create trigger noted after update on worker.job for each row execute function note_held()`;
    await app`select put_job('long', '{}')`;
    const ends: { at: string; part: string }[] = [];
    start(worker, {
      long: async (sql) => {
        ends.push(
          ...(await sql<{ at: string; part: string }[]>`
            select clock_timestamp()::text as at, pg_current_xact_id()::text as part`),
        );
        return ends.length < 2;
      },
    });
    await expect.poll(() => waiting(rows)).toBe(0);
    const { at, part } = ends[0] ?? { at: '', part: '' };
    expect([
      ...(await rows`
        select max(until) >= ${at}::timestamptz + interval '30 seconds' as whole from held where part = ${part}`),
    ]).toEqual([{ whole: true }]);
  });

  it('stays with whoever is in the middle of it, however long that takes', async () => {
    const { app, worker, rows } = await startQueue();
    await app`select put_job('note', '{}')`;
    const job = await take(worker, 'note');
    await rows`update worker.job set due_at = now()`;
    await worker.begin(async (sql) => {
      await sql`select worker.hold_job(${job?.id ?? ''}, 1)`;
      expect(await take(worker, 'note')).toBeUndefined();
    });
  });
});

describe('a worker', () => {
  it('that is told to stop does the job in hand and takes no other', async () => {
    const { rows } = await stopAtWork('note', false, async (app) => app`select put_job('note', '{}')`);
    expect(await rows`select attempts, ended_at is not null as done from worker.job order by put_at`).toEqual(
      [
        { attempts: 1, done: true },
        { attempts: 0, done: false },
      ],
    );
  });

  it('that is told to stop leaves the parts to come to another worker, at once and as no attempt', async () => {
    const { rows, worker } = await stopAtWork('endless', true);
    expect(await rows`select attempts, ended_at, due_at <= now() as due from worker.job`).toEqual([
      { attempts: 0, ended_at: null, due: true },
    ]);
    expect(await take(worker, 'endless')).toMatchObject({ attempt: 1 });
  });

  it('that does its jobs and cannot look at the queue does not say that all is well', async () => {
    const { worker, rows, app } = await startQueue();
    await rows`alter function worker.put_nightly(text[]) rename to put_nightly_away`;
    const { lines } = start(worker, { note: async () => false });
    await expect.poll(() => lines.map(({ msg }) => msg)).toContain('the queue cannot be asked');
    for (const _ of [1, 2]) {
      await app`select put_job('note', '{}')`;
      await expect.poll(() => waiting(rows)).toBe(0);
    }
    expect(lines.map(({ msg }) => msg)).toEqual(['the queue cannot be asked', 'job done', 'job done']);
  });

  it('says once that it cannot ask the queue, and once that it can again', async () => {
    const { worker, rows, app } = await startQueue();
    await rows`alter function worker.take_job(text[]) rename to taken_job`;
    const { lines } = start(worker, { note: async () => false });
    await expect.poll(() => lines.map(({ msg }) => msg)).toContain('the queue cannot be asked');
    await rows`alter function worker.taken_job(text[]) rename to take_job`;
    await app`select put_job('note', '{}')`;
    await expect.poll(() => waiting(rows)).toBe(0);
    expect(lines.filter(({ msg }) => msg === 'the queue answers again').length).toBeGreaterThan(0);
  });
});

describe('the queue', () => {
  it('takes no details that are more than a job needs to be told', async () => {
    const { app, rows } = await startQueue();
    const put = (length: number) =>
      app`select put_job('note', jsonb_build_object('n', repeat('x', ${length})))`;
    await put(7900);
    await expect(put(8000)).rejects.toMatchObject({ code: '23514' });
    expect(await waiting(rows)).toBe(1);
  });

  it('forgets after a month what no worker knows, and nothing of today', async () => {
    const { worker, rows } = await startQueue();
    await rows`
      insert into worker.job (kind, put_at) values ('of nobody', now() - interval '31 days'), ('of nobody', now())`;
    const gone = await worker`select worker.expire_jobs(10) as gone`;
    expect([...gone]).toEqual([{ gone: 1 }]);
    expect(await waiting(rows)).toBe(1);
  });
});

/** Stops a worker while it processes a part of a job, and waits until it has stopped. */
async function stopAtWork(
  kind: string,
  hasMore: boolean,
  meanwhile: (app: Sql) => Promise<unknown> = async () => {},
) {
  const queue = await startQueue();
  const [begun, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const work: Work = async () => {
    begun.resolve();
    await told.promise;
    return hasMore;
  };
  await queue.app`select put_job(${kind}, '{}')`;
  const { stop } = start(queue.worker, { [kind]: work });
  await begun.promise;
  const stopped = stop();
  await meanwhile(queue.app);
  told.resolve();
  await stopped;
  return queue;
}

/** Starts a worker for some jobs, none of them nightly. */
function start(sql: Sql, jobs: Readonly<Record<string, Work>>) {
  const lines: Record<string, unknown>[] = [];
  const output = new PassThrough().on('data', (line) => lines.push(JSON.parse(String(line))));
  const log = pino(loggerOptions('info'), output) as unknown as FastifyBaseLogger;
  const registry = new Registry();
  const tracing = { work: <T>(_name: string, run: () => Promise<T>) => run() };
  const { stop } = startWorker({ sql, jobs, nightly: [], metrics: queueMetrics(registry), tracing, log });
  closeAfterTest(stop);
  return { stop, lines, registry };
}

/** Wraps a pool so that commits succeed, but their response is lost. */
function withLostCommit(sql: Sql): Sql {
  return new Proxy(sql, {
    get(target, name) {
      if (name !== 'begin') return Reflect.get(target, name);
      return async (work: (tx: TransactionSql) => Promise<unknown>) => {
        await target.begin(work);
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      };
    },
  });
}

async function take(sql: Sql, kind: string) {
  const [job] = await sql<
    { id: string; attempt: number }[]
  >`select id, attempt from worker.take_job(${[kind]})`;
  return job;
}

/** Number of waiting jobs. */
async function waiting(rows: Sql, kind?: string, by: 'rows' | 'queue_state' = 'rows'): Promise<number> {
  const [row] =
    by === 'rows'
      ? await rows<{ count: number }[]>`
          select count(*)::int as count from worker.job
          where ended_at is null and kind = coalesce(${kind ?? null}, kind)`
      : await rows<{ count: number }[]>`select waiting as count from worker.queue_state(${[kind ?? '']})`;
  return row?.count ?? 0;
}

async function errorOf(rows: Sql): Promise<string | null> {
  const [row] = await rows<{ error: string | null }[]>`select error from worker.job`;
  return row?.error ?? null;
}

async function overSession(rows: Sql): Promise<void> {
  const { person } = await somebody(rows);
  await rows`insert into session (token_hash, person_id, expires_at) values (sha256('over'), ${person}, now())`;
}

/** Creates a function that resolves once it has been called `size` times. */
function barrier(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let there = 0;
  return async () => {
    there += 1;
    if (there === size) resolve();
    await promise;
  };
}
