import { describe, expect, inject, it } from 'vitest';
import { type Day, dayAfter } from '../calendar.ts';
import { readWorkerConfig } from '../config.ts';
import { closeAfterTest } from '../testing/close-after-test.ts';
import { type Household, household } from '../testing/household.ts';
import { makeSchedule } from '../testing/make-schedule.ts';
import { todayIn } from '../time-zones.ts';
import { buildWorker } from '../worker/build-worker.ts';
import { enterDue } from './enter-due.ts';

/** A household with a schedule that enters by itself, every week from a day on. */
async function weekly(first: Day, zone = 'UTC') {
  const home = await household();
  await home.rows`update book set zone = ${zone} where id = ${home.book}`;
  const bank = await home.account('Bank');
  const ours = { book: home.book, person: home.ada.person, account: bank, first };
  const category = await home.category('Groceries');
  const recurrence = { first, unit: 'week', every: 1, on: 'same day' } as const;
  const id = await home.write((sql) =>
    makeSchedule(sql, { ...ours, category, recurrence, payee: 'Gym', enters: 'by itself' }),
  );
  return { home, id };
}

/** Days of the rows that were entered, as they are in the book. */
async function entered({ rows, book }: Household): Promise<Day[]> {
  const found = await rows<{ day: Day }[]>`
    select booked_on as day from transaction where book_id = ${book} and kind = 'spent' order by booked_on`;
  return found.map(({ day }) => day);
}

/** Starts a worker of the household's database. */
async function work({ config: { database } }: Household) {
  const at = inject('postgres');
  const config = readWorkerConfig({
    ...{ HOST: '127.0.0.1', METRICS_PORT: '0', LOG_LEVEL: 'silent', DB_TLS: 'disable' },
    ...{ DB_HOST: database.host, DB_PORT: String(database.port), DB_NAME: database.name },
    ...{ DB_WORKER_USER: at.worker, DB_WORKER_PASSWORD: at.workerPassword },
  });
  const worker = await buildWorker(config);
  closeAfterTest(() => worker.close());
  await worker.ready();
}

describe('the worker', () => {
  it('enters what is due once, however many workers there are, and a month late each on its own day', async () => {
    const today = todayIn('UTC');
    const { home } = await weekly(dayAfter(today, -31));
    await Promise.all([work(home), work(home), work(home)]);
    const expected = [31, 24, 17, 10, 3].map((back) => dayAfter(today, -back));
    await expect.poll(() => entered(home)).toEqual(expected);
    await home.rows`update schedule_look set try_on = ${today}`; // as if it were looked at again
    await expect.poll(() => home.rows`select from schedule_look where try_on > ${today}`).toHaveLength(1);
    expect(await entered(home)).toEqual(expected);
    const acts =
      await home.rows`select kind, person_id from act where book_id = ${home.book} and kind = 'come due'`;
    expect(acts).toHaveLength(5);
    expect(acts[0]).toMatchObject({ person_id: home.ada.person });
  });

  it('goes by the day in the zone of the book', async () => {
    // These two are never on the same day.
    const [east, west] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const ahead = await weekly(todayIn(east), east);
    const behind = await weekly(todayIn(east), west);
    await work(ahead.home);
    await work(behind.home);
    await expect.poll(() => entered(ahead.home)).toEqual([todayIn(east)]);
    expect(await entered(behind.home)).toEqual([]);
    expect(await behind.home.rows`select from worker.job where kind = 'enter-due'`).toHaveLength(0);
  });

  it('enters in the name of an owner once whoever made it may not write any more', async () => {
    const today = todayIn('UTC');
    const { home } = await weekly(dayAfter(today, 7));
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'viewer');
    await home.rows`update schedule set created_by = ${ben.person}, since_on = ${today}, first_on = ${today}`;
    await work(home);
    await expect.poll(() => entered(home)).toEqual([today]);
    const [act] = await home.rows`select person_id from act where kind = 'come due'`;
    expect(act).toEqual({ person_id: home.ada.person });
  });
});

it.each([
  ['Pacific/Auckland', '2026-09-26'], // the clock jumps forward in the night to the 27th
  ['Pacific/Auckland', '2026-04-04'],
  ['America/New_York', '2026-03-07'],
  ['America/New_York', '2026-10-31'],
])('one row is entered for each day that is due while the clock of %s is changed, after %s', async (zone, before) => {
  const { home, id } = await weekly(before, zone);
  const from = Date.parse(`${before}T00:00:00Z`) - 24 * 3_600_000;
  for (let halfHours = 0; halfHours < 48 * 10; halfHours += 1) {
    const now = new Date(from + halfHours * 1_800_000);
    const today = todayIn(zone, now);
    const [row] = await home.rows<
      { day: Day }[]
    >`select (${now}::timestamptz at time zone ${zone})::date as day`;
    expect(row?.day).toBe(today); // the database, which puts the job, goes by the same day
    if (halfHours % 5 === 0) await home.write((sql) => enterDue(sql, home.book, home.ada.person, id, today));
    const due = [before, dayAfter(before, 7)].filter((day) => day <= today);
    if (halfHours % 5 === 0) expect(await entered(home)).toEqual(due);
  }
});
