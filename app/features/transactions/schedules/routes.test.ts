import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Day, dayAfter } from '../../../calendar.ts';
import type { Money } from '../../../ledger/entry-to-postings.ts';
import { enterDue } from '../../../schedules/enter-due.ts';
import { findForm } from '../../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../../testing/household.ts';
import { todayIn } from '../../../time-zones.ts';

let home: Household;
let path: string;
let bank: Money;
let rent: string;
const today = todayIn('UTC');
beforeAll(async () => {
  home = await household();
  path = `${home.path}/schedules`;
  bank = await home.account('Bank');
  rent = await home.category('Groceries');
});
beforeEach(async () => {
  await home.rows`delete from schedule where book_id = ${home.book}`;
});

/** Sends the form of a new schedule. */
async function send(more: Readonly<Record<string, string>> = {}) {
  const form = findForm((await home.ada.get(`${path}/new`)).body, path) ?? {};
  const typed = { amount: '900', category: rent, account: bank.id, payee: 'Landlord', bookedOn: today };
  return home.ada.post(path, { ...form, ...typed, intent: 'save', ...more });
}

async function make(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const saved = await send(more);
  expect(saved.statusCode, saved.body).toBe(303);
  const [row] = await home.rows<{ id: string }[]>`
    select id from schedule where book_id = ${home.book} order by created_at desc limit 1`;
  return row?.id ?? '';
}

/** The work of the night on a day. */
function work(id: string, on: Day): Promise<boolean> {
  return home.write((sql) => enterDue(sql, home.book, home.ada.person, id, on));
}

/** Rows with a payee, by day. */
async function entered(payee = 'Landlord') {
  const rows = await home.rows<{ day: Day; amount: string; state: string }[]>`
    select t.booked_on as day, p.amount_minor::text as amount, p.state from transaction t
      join payee w on w.book_id = t.book_id and w.id = t.payee_id
      join posting p on p.book_id = t.book_id and p.transaction_id = t.id and p.account_id is not null
    where t.book_id = ${home.book} and w.name = ${payee} order by t.booked_on`;
  return rows.map(({ day, amount, state }) => `${day} ${amount} ${state}`);
}

const undoIn = (page: string) => /action="([^"]+\/undo)"/.exec(page)?.[1] ?? '';

describe('what enters by itself', () => {
  it('is entered once on its day, as pending, however often and late the work is done', async () => {
    const id = await make({ payee: 'Once', bookedOn: dayAfter(today, 3), unit: 'week' });
    await work(id, today);
    expect(await entered('Once')).toEqual([]);
    await work(id, dayAfter(today, 3));
    await work(id, dayAfter(today, 3));
    expect(await entered('Once')).toEqual([`${dayAfter(today, 3)} -90000 pending`]);
    await work(id, dayAfter(today, 31));
    expect((await entered('Once')).map((row) => row.slice(0, 10))).toEqual(
      [3, 10, 17, 24, 31].map((count) => dayAfter(today, count)),
    );
  });

  it('is entered once by two workers at the same time', async () => {
    const id = await make({ payee: 'Twice', bookedOn: today, unit: 'week' });
    await Promise.all(Array.from({ length: 4 }, () => work(id, dayAfter(today, 20)).catch(() => false)));
    await work(id, dayAfter(today, 20));
    expect(await entered('Twice')).toHaveLength(3);
  });

  it('stays away when it is undone', async () => {
    const id = await make({ payee: 'Undone', bookedOn: today });
    await work(id, today);
    const activity = (await home.ada.get(`${home.path}/activity`)).body;
    expect(activity).toContain('Came due: Undone');
    const undo = undoIn(activity);
    const answer = await home.ada.post(undo, findForm(activity, undo) ?? {});
    expect(answer.statusCode).toBe(303);
    expect(await entered('Undone')).toEqual([]);
    await work(id, today);
    expect(await entered('Undone')).toEqual([]);
  });

  it('waits while its account is closed, and is entered when it is open again', async () => {
    const shut = await home.account('Shut');
    const id = await make({ payee: 'Closed', account: shut.id });
    await home.rows`update account set closed_on = ${today} where id = ${shut.id}`;
    expect(await work(id, today)).toBe(false);
    expect(await entered('Closed')).toEqual([]);
    expect((await home.ada.get(path)).body).toContain('Closed');
    await home.rows`update account set closed_on = null where id = ${shut.id}`;
    await work(id, dayAfter(today));
    expect(await entered('Closed')).toEqual([`${today} -90000 pending`]);
  });

  it('has the usual amount, the middle of the last three', async () => {
    const id = await make({ payee: 'Power', amount: '50', bookedOn: today, unit: 'week', amountIs: 'usual' });
    await work(id, today);
    await home.rows`
      update posting set amount_minor = case when amount_minor < 0 then -7000 else 7000 end
      where book_id = ${home.book} and transaction_id in (
        select transaction_id from occurrence where schedule_id = ${id})`;
    expect((await home.ada.get(path)).body).toContain('about −€70.00');
    await work(id, dayAfter(today, 7));
    expect(await entered('Power')).toEqual([`${today} -7000 pending`, `${dayAfter(today, 7)} -7000 pending`]);
  });

  it('enters nothing of before it was made', async () => {
    const id = await make({ payee: 'Old', bookedOn: dayAfter(today, -21), unit: 'week' });
    await work(id, today);
    expect(await entered('Old')).toEqual([`${today} -90000 pending`]);
  });
});

describe('what waits', () => {
  it('is entered by a press, once, and waits again when that is undone', async () => {
    const id = await make({ payee: 'Waits', enters: 'confirmed' });
    await work(id, today);
    expect(await entered('Waits')).toEqual([]);
    const list = (await home.ada.get(path)).body;
    const enter = `${path}/${id}/${today}/enter`;
    const form = findForm(list, enter);
    const done = await home.ada.post(enter, form ?? {});
    expect(done.statusCode).toBe(303);
    expect(await entered('Waits')).toEqual([`${today} -90000 cleared`]);
    expect((await home.ada.post(enter, { ...form, key: randomUUID() })).statusCode).toBe(404);
    expect(await entered('Waits')).toHaveLength(1);
    const next = (await home.ada.get(done.headers.location ?? '')).body;
    await home.ada.post(undoIn(next), findForm(next, undoIn(next)) ?? {});
    expect(await entered('Waits')).toEqual([]);
    const again = (await home.ada.get(path)).body;
    await home.ada.post(enter, findForm(again, enter) ?? {});
    expect(await entered('Waits')).toHaveLength(1);
    // The undo cannot be undone any more: its day has another row.
    const activity = (await home.ada.get(`${home.path}/activity`)).body;
    const [, undone = ''] = /Undid: entered “Waits”.*?action="([^"]+\/undo)"/s.exec(activity) ?? [];
    await home.ada.post(undone, findForm(activity, undone) ?? {});
    expect(await entered('Waits')).toHaveLength(1);
  });

  it('stays entered where its row was changed since, when that is undone', async () => {
    const id = await make({ payee: 'Edited', enters: 'confirmed' });
    const enter = `${path}/${id}/${today}/enter`;
    const done = await home.ada.post(enter, findForm((await home.ada.get(path)).body, enter) ?? {});
    const next = (await home.ada.get(done.headers.location ?? '')).body;
    await home.rows`
      update transaction set note = 'changed', version = version + 1
      where book_id = ${home.book} and payee_id = (select id from payee where name = 'Edited')`;
    await home.ada.post(undoIn(next), findForm(next, undoIn(next)) ?? {});
    expect(await entered('Edited')).toHaveLength(1);
    expect((await home.ada.get(path)).body).not.toContain(enter);
  });

  it('is skipped by a press, and waits again when that is undone', async () => {
    const id = await make({ payee: 'Skipped', bookedOn: today, unit: 'week' });
    const skip = `${path}/${id}/${today}/skip`;
    const list = (await home.ada.get(path)).body;
    const done = await home.ada.post(skip, findForm(list, skip) ?? {});
    const next = (await home.ada.get(done.headers.location ?? '')).body;
    expect(next).not.toContain(skip);
    await work(id, dayAfter(today, 7));
    expect(await entered('Skipped')).toEqual([`${dayAfter(today, 7)} -90000 pending`]);
    await home.ada.post(undoIn(next), findForm(next, undoIn(next)) ?? {});
    await work(id, dayAfter(today, 7));
    expect(await entered('Skipped')).toHaveLength(2);
  });

  it('is changed alone, or with all later ones', async () => {
    const id = await make({ payee: 'Changes', bookedOn: today, unit: 'week' });
    const second = `${path}/${id}/${dayAfter(today, 7)}`;
    const form = findForm((await home.ada.get(second)).body, second) ?? {};
    expect(form).toMatchObject({ payee: 'Changes', which: 'this' });
    const one = await home.ada.post(second, { ...form, amount: '950', intent: 'save' });
    expect(one.statusCode, one.body).toBe(303);
    const third = `${path}/${id}/${dayAfter(today, 14)}`;
    const later = findForm((await home.ada.get(third)).body, third) ?? {};
    const all = await home.ada.post(third, { ...later, amount: '990', which: 'later', intent: 'save' });
    expect(all.statusCode, all.body).toBe(303);
    const ids = await home.rows<
      { id: string }[]
    >`select id from schedule where book_id = ${home.book} order by created_at`;
    for (const one of ids) await work(one.id, dayAfter(today, 21));
    expect((await entered('Changes')).map((row) => row.split(' ')[1])).toEqual([
      ...['-90000', '-95000', '-99000', '-99000'],
    ]);
  });
});

it('the form of one day saves nothing when it is filled in as the last time', async () => {
  const id = await make({ payee: 'Recalled', enters: 'confirmed' });
  const day = `${path}/${id}/${today}`;
  const form = findForm((await home.ada.get(day)).body, day) ?? {};
  const answer = await home.ada.post(day, { ...form, amount: '1', intent: 'recall' });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('There is no row like this with Recalled yet.');
  expect(await home.rows`select from occurrence where schedule_id = ${id}`).toHaveLength(0);
});

describe('the form', () => {
  it('refuses what cannot come again, beside the field', async () => {
    for (const [more, said] of [
      [{ every: '0' }, 'Type a whole number from 1 to 99.'],
      [{ every: 'x' }, 'Type a whole number from 1 to 99.'],
      [{ times: '1000' }, 'Type a whole number from 1 to 999'],
      [{ unit: 'week', on: 'last day' }, 'Weeks have no last day of the month'],
      [{ until: dayAfter(today, -1) }, 'The last day is before the first.'],
      [{ amount: '' }, 'alert'],
    ] as const) {
      const answer = await send(more);
      expect(answer.statusCode, JSON.stringify(more)).toBe(422);
      expect(answer.body).toContain(said);
    }
  });

  it('asks which last day is meant where two could be, and takes the one that is chosen', async () => {
    const until = { bookedOn: '2031-01-01', until: '05.06.31' };
    const asked = await send(until);
    expect(asked.statusCode).toBe(422);
    const choices = [...asked.body.matchAll(/name="untilMeant" value="([^"]+)"/g)].map(([, day]) => day);
    expect(choices).toContain('2031-06-05');
    expect((await send({ ...until, untilMeant: '2031-06-05' })).statusCode).toBe(303);
    const [row] = await home.rows`select until_on as day from schedule where book_id = ${home.book}`;
    expect(row).toEqual({ day: '2031-06-05' });
  });

  it('shows the next days before anything is saved', async () => {
    const answer = await send({ intent: 'count', bookedOn: '2031-01-31' });
    expect(answer.body).toMatch(/Friday, February 28, 2031/);
    expect(await home.rows`select from schedule where book_id = ${home.book}`).toHaveLength(0);
  });

  it('is filled in from a row, whose day is not entered again', async () => {
    const id = await home.enter({
      ...{ kind: 'spent', account: bank, bookedOn: today, payee: 'Gym' },
      lines: [{ category: rent, amount: 2500n, note: '' }],
    });
    const form = findForm((await home.ada.get(`${path}/new?like=${id}`)).body, path) ?? {};
    expect(form).toMatchObject({ payee: 'Gym', amount: '25.00', category: rent });
    await home.ada.post(path, { ...form, unit: 'week', intent: 'save' });
    const [schedule] = await home.rows<
      { id: string }[]
    >`select id from schedule where book_id = ${home.book}`;
    await work(schedule?.id ?? '', dayAfter(today, 7));
    expect(await entered('Gym')).toEqual([`${today} -2500 cleared`, `${dayAfter(today, 7)} -2500 pending`]);
  });

  it('changes and ends it, each as an act that can be undone', async () => {
    const id = await make({ payee: 'Ends' });
    const form = findForm((await home.ada.get(`${path}/${id}`)).body, `${path}/${id}`) ?? {};
    await home.ada.post(`${path}/${id}`, { ...form, amount: '910', every: '2', intent: 'save' });
    expect((await home.ada.get(path)).body).toContain('every 2 months');
    const page = (await home.ada.get(`${path}/${id}`)).body;
    const ended = await home.ada.post(`${path}/${id}/delete`, findForm(page, `${path}/${id}/delete`) ?? {});
    const list = (await home.ada.get(ended.headers.location ?? '')).body;
    expect(list).toContain('No schedules yet');
    await home.ada.post(undoIn(list), findForm(list, undoIn(list)) ?? {});
    expect((await home.ada.get(path)).body).toContain('every 2 months');
  });
});

it('what seems to come again is proposed, and no more once somebody said no', async () => {
  for (const back of [65, 35, 5]) {
    await home.enter({
      ...{ kind: 'spent', account: bank, payee: 'Stream', bookedOn: dayAfter(today, -back) },
      lines: [{ category: rent, amount: BigInt(1299 + back), note: '' }],
    });
  }
  const { body } = await home.ada.get(path);
  expect(body).toContain('These seem to come again');
  expect(body).toContain('Make a schedule<span class="hidden">: Stream</span>');
  const refuse = `${path}/refuse`;
  await home.ada.post(refuse, findForm(body, refuse) ?? {});
  expect((await home.ada.get(path)).body).not.toContain('Stream');
});

it('a viewer sees what comes, and no way to change it', async () => {
  await make({ payee: 'Seen' });
  const dora = await home.signedIn('Dora');
  await home.admit(dora, 'viewer');
  const { body } = await dora.get(path);
  expect(body).toContain('Seen');
  expect(body).not.toContain('<form method="post" action="/books');
});
