import { describe, expect, it } from 'vitest';
import {
  dayAfter,
  daysOf,
  isDay,
  isMonth,
  lastDayOf,
  type Month,
  monthOf,
  monthsAfter,
  weekOf,
} from './calendar.ts';

describe('a month that begins on another day than the first', () => {
  it.each([
    ['2025-11-24', 25, '2025-10'],
    ['2025-11-25', 25, '2025-11'],
    ['2025-12-24', 25, '2025-11'],
    ['2026-01-01', 28, '2025-12'],
    ['2026-01-01', 1, '2026-01'],
    ['2024-02-29', 28, '2024-02'],
  ])('has %s, where it begins on day %i, in %s', (day, start, month) => {
    expect(monthOf(day, start)).toBe(month);
    const { first, next } = daysOf(month, start);
    expect([first <= day, day < next]).toEqual([true, true]);
  });

  it('is in no other month, whichever day it begins on', () => {
    for (let start = 1; start <= 28; start += 1) {
      for (let month: Month = '2023-12'; month < '2025-02'; month = monthsAfter(month, 1)) {
        const { first, next } = daysOf(month, start);
        expect(next).toBe(daysOf(monthsAfter(month, 1), start).first);
        expect([monthOf(first, start), monthOf(lastDayOf(month, start), start)]).toEqual([month, month]);
        expect(dayAfter(lastDayOf(month, start))).toBe(next);
      }
    }
  });
});

describe('a week', () => {
  it.each([
    ['2025-11-21', 1, '2025-11-17'],
    ['2025-11-23', 1, '2025-11-17'],
    ['2025-11-24', 1, '2025-11-24'],
    ['2025-11-23', 7, '2025-11-23'],
    ['2025-11-22', 7, '2025-11-16'],
    ['2026-01-01', 6, '2025-12-27'],
    ['2024-03-01', 5, '2024-03-01'],
  ])('that %s is in, where weeks begin on day %i, began on %s', (day, start, first) => {
    expect(weekOf(day, start)).toBe(first);
  });
});

describe('days and months', () => {
  it.each([
    '2025-02-30',
    '2025-13-01',
    '1899-12-31',
    '3000-01-01',
    '2025-1-1',
    '',
    '2025-11-21T00:00',
  ])('refuses "%s" as a day', (text) => expect(isDay(text)).toBe(false));

  it('knows leap days', () => {
    expect(isDay('2024-02-29')).toBe(true);
    expect(isDay('2025-02-29')).toBe(false);
    expect(lastDayOf('2024-02', 1)).toBe('2024-02-29');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
    expect(dayAfter('2025-02-28')).toBe('2025-03-01');
  });

  it('counts months over the turn of the year', () => {
    expect(monthsAfter('2025-11', 2)).toBe('2026-01');
    expect(monthsAfter('2025-01', -13)).toBe('2023-12');
    expect(daysOf('2025-12', 1)).toEqual({ first: '2025-12-01', next: '2026-01-01' });
    expect(isMonth('2025-00')).toBe(false);
  });
});
