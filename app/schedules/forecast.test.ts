import { describe, expect, it } from 'vitest';
import { forecast } from './forecast.ts';
import type { Schedule } from './list-and-find-schedules.ts';
import { plannedUntil } from './planned-occurrences.ts';
import type { Template } from './stored-entry.ts';

const today = '2026-03-10';
const account = (id: string) => ({ id, currency: 'EUR' });

function schedule(template: Template, first: string, more: Partial<Schedule> = {}): Schedule {
  return {
    ...{
      id: `${template.kind} ${first}`,
      payee: '',
      tags: [],
      amount: 'fixed',
      enters: 'confirmed',
      template,
    },
    recurrence: { first, unit: 'month', every: 1, on: 'same day' },
    ...{ since: first, lookOn: first, lately: [] },
    ...more,
  };
}

const spent = (amount: bigint): Template => ({
  ...{ kind: 'spent', note: '', account: account('bank') },
  lines: [{ category: 'rent', amount, note: '' }],
});
const received = (amount: bigint): Template => ({
  ...{ kind: 'received', note: '', account: account('bank') },
  lines: [{ category: 'pay', amount, note: '' }],
});
const until = (schedules: readonly Schedule[], last: string) => plannedUntil(schedules, [], last);

describe('what accounts will hold', () => {
  it('is what they hold and what is planned, with the first day below zero', () => {
    const planned = until(
      [schedule(spent(900n), '2026-03-15'), schedule(received(1000n), '2026-03-20')],
      '2026-04-08',
    );
    expect(forecast(new Map([['bank', 500n]]), planned, [], today)).toEqual([
      { account: 'bank', balance: 600n, dryOn: '2026-03-15' },
    ]);
    expect(forecast(new Map([['bank', 900n]]), planned, [], today)).toEqual([
      { account: 'bank', balance: 1000n, dryOn: undefined },
    ]);
  });

  it('counts all of a day before it says that an account runs dry', () => {
    const planned = until(
      [schedule(spent(900n), '2026-03-15'), schedule(received(900n), '2026-03-15')],
      '2026-04-08',
    );
    expect(forecast(new Map([['bank', 0n]]), planned, [], today)[0]?.dryOn).toBeUndefined();
  });

  it('counts what is late as of today, and rows that are dated ahead on their days', () => {
    const planned = until([schedule(spent(100n), '2026-02-15')], '2026-03-12');
    expect(planned).toHaveLength(1);
    const ahead = [{ account: 'bank', day: '2026-03-11', sum: -50n }];
    expect(forecast(new Map([['bank', 120n]]), planned, ahead, today)).toEqual([
      { account: 'bank', balance: -30n, dryOn: '2026-03-11' },
    ]);
    expect(forecast(new Map([['bank', 90n]]), planned, [], today)[0]?.dryOn).toBe(today);
  });

  it('says of an account that is below zero already no day on which it gets there', () => {
    const planned = until([schedule(spent(100n), '2026-03-15')], '2026-04-08');
    expect(forecast(new Map([['bank', -1n]]), planned, [], today)).toEqual([
      { account: 'bank', balance: -101n, dryOn: undefined },
    ]);
  });

  it('moves from one account to the other', () => {
    const move: Template = {
      ...{ kind: 'moved', note: '', from: account('bank'), to: account('savings') },
      ...{ amount: 102n, arrives: 100n, fees: [{ category: 'fees', amount: 2n, note: '' }] },
    };
    const planned = until([schedule(move, '2026-03-15')], '2026-04-08');
    const balances = new Map([['bank', 200n]]);
    expect(forecast(balances, planned, [], today)).toEqual([
      { account: 'bank', balance: 98n, dryOn: undefined },
      { account: 'savings', balance: 100n, dryOn: undefined },
    ]);
  });

  it('takes part of a purchase to another account', () => {
    const shared: Template = {
      ...{ kind: 'spent', note: '', account: account('bank') },
      lines: [
        { category: 'food', amount: 30n, note: '' },
        { account: account('savings'), amount: 70n, note: '' },
      ],
    };
    const planned = until([schedule(shared, '2026-03-15')], '2026-04-08');
    expect(forecast(new Map(), planned, [], today).map(({ balance }) => balance)).toEqual([-100n, 70n]);
  });
});

describe('what is planned', () => {
  const weekly = schedule(spent(100n), '2026-03-02', {
    id: 'w',
    recurrence: { first: '2026-03-02', unit: 'week', every: 1, on: 'same day' },
  });
  const entry = (bookedOn: string) => ({ ...spent(1n), bookedOn, payee: '' }) as never;

  it('is in the order of its days, without what was entered or skipped', () => {
    const done = [{ schedule: 'w', dueOn: '2026-03-09', changed: undefined }];
    expect(plannedUntil([weekly], done, '2026-03-20').map(({ dueOn }) => dueOn)).toEqual([
      '2026-03-02',
      '2026-03-16',
    ]);
  });

  it('has what was changed alone on its own day, earlier or later than it was due', () => {
    const changed = [
      { schedule: 'w', dueOn: '2026-03-02', changed: entry('2026-03-17') },
      { schedule: 'w', dueOn: '2026-03-23', changed: entry('2026-03-12') },
      { schedule: 'w', dueOn: '2026-03-24', changed: entry('2026-03-12') }, // no day of it any more
    ];
    expect(
      plannedUntil([weekly], changed, '2026-03-16').map((one) => [one.dueOn, one.entry.bookedOn]),
    ).toEqual([
      ['2026-03-09', '2026-03-09'],
      ['2026-03-23', '2026-03-12'],
      ['2026-03-16', '2026-03-16'],
    ]);
  });
});
