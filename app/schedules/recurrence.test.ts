import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, dayAfter } from '../calendar.ts';
import { dueDays, type Recurrence } from './recurrence.ts';

const monthly: Recurrence = { first: '2026-01-31', unit: 'month', every: 1, on: 'same day' };
const days = (recurrence: Recurrence, first: Day, next: Day) => dueDays(recurrence, { first, next });

describe('days on which a schedule is due', () => {
  it('are the 31st, or the last day of a shorter month, and the 31st again', () => {
    expect(days(monthly, '2026-01-01', '2026-07-01')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
    ]);
    expect(days(monthly, '2028-02-01', '2028-03-01')).toEqual(['2028-02-29']);
  });

  it('are the last days of months, wherever it begins', () => {
    const last: Recurrence = { ...monthly, first: '2026-02-10', on: 'last day' };
    expect(days(last, '2026-01-01', '2026-05-01')).toEqual(['2026-02-28', '2026-03-31', '2026-04-30']);
  });

  it('are the last days from Monday to Friday, the first of them not before it begins', () => {
    const last: Recurrence = { ...monthly, on: 'last working day' };
    // 31 January 2026 is a Saturday, 28 February too, 31 May a Sunday.
    expect(days(last, '2026-01-01', '2026-06-01')).toEqual([
      '2026-02-27',
      '2026-03-31',
      '2026-04-30',
      '2026-05-29',
    ]);
    expect(days({ ...last, times: 2 }, '2026-01-01', '2027-01-01')).toEqual(['2026-02-27', '2026-03-31']);
  });

  it('are every other Friday, over the ends of years', () => {
    const fridays: Recurrence = { first: '2025-12-19', unit: 'week', every: 2, on: 'same day' };
    expect(days(fridays, '2025-12-20', '2026-02-01')).toEqual(['2026-01-02', '2026-01-16', '2026-01-30']);
  });

  it('are the 29th of February in leap years, and the 28th between them', () => {
    const leap: Recurrence = { first: '2024-02-29', unit: 'year', every: 1, on: 'same day' };
    expect(days(leap, '2025-01-01', '2029-01-01')).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });

  it('are every third month', () => {
    expect(days({ ...monthly, every: 3 }, '2026-01-01', '2027-01-01')).toEqual([
      '2026-01-31',
      '2026-04-30',
      '2026-07-31',
      '2026-10-31',
    ]);
  });

  it('end with a day or a number of times, whichever comes first', () => {
    expect(days({ ...monthly, until: '2026-03-31' }, '2026-01-01', '2030-01-01')).toHaveLength(3);
    expect(days({ ...monthly, until: '2026-03-30' }, '2026-01-01', '2030-01-01')).toHaveLength(2);
    expect(days({ ...monthly, times: 4 }, '2026-03-01', '2030-01-01')).toEqual(['2026-03-31', '2026-04-30']);
    expect(days({ ...monthly, times: 4, until: '2026-02-28' }, '2026-01-01', '2030-01-01')).toHaveLength(2);
  });

  it('are at most as many as were asked for', () => {
    expect(dueDays(monthly, { first: '2026-02-01', next: '2999-12-31' }, 2)).toEqual([
      '2026-02-28',
      '2026-03-31',
    ]);
  });

  const someDay = fc.integer({ min: 0, max: 40_000 }).map((count) => dayAfter('1970-01-01', count));
  const recurrences = fc.record(
    {
      first: someDay,
      unit: fc.constantFrom('week' as const, 'month' as const, 'year' as const),
      every: fc.integer({ min: 1, max: 99 }),
      on: fc.constantFrom('same day' as const, 'last day' as const, 'last working day' as const),
      until: someDay,
      times: fc.integer({ min: 1, max: 60 }),
    },
    { requiredKeys: ['first', 'unit', 'every', 'on'] },
  );

  it('are the same for a range as for its two halves, in order and each once', () => {
    fc.assert(
      fc.property(recurrences, fc.array(someDay, { minLength: 3, maxLength: 3 }), (recurrence, three) => {
        const [from = '', middle = '', to = ''] = three.toSorted();
        const whole = days(recurrence, from, to);
        expect([...days(recurrence, from, middle), ...days(recurrence, middle, to)]).toEqual(whole);
        expect([...new Set(whole)].toSorted()).toEqual(whole);
      }),
    );
  });

  it('are as many as were asked for, none before its first', () => {
    fc.assert(
      fc.property(recurrences, fc.integer({ min: 1, max: 20 }), ({ until: _, ...recurrence }, times) => {
        const all = dueDays({ ...recurrence, times }, { next: '9999-01-01' });
        expect(all).toHaveLength(times);
        expect(all.filter((day) => day < recurrence.first)).toEqual([]);
      }),
    );
  });
});
