import { describe, expect, it } from 'vitest';
import {
  dayName,
  daysOf,
  isDay,
  isMonth,
  lastDayOf,
  monthName,
  monthsAfter,
  shortDay,
  todayIn,
} from './calendar.ts';

describe('today', () => {
  it.each([
    ['Pacific/Kiritimati', '2025-12-01'],
    ['Europe/Berlin', '2025-12-01'],
    ['UTC', '2025-11-30'],
    ['America/Los_Angeles', '2025-11-30'],
  ])('is the day that it is in %s', (zone, day) => {
    expect(todayIn(zone, new Date('2025-11-30T23:30:00Z'))).toBe(day);
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
    expect(lastDayOf('2024-02')).toBe('2024-02-29');
  });

  it('counts months over the turn of the year', () => {
    expect(monthsAfter('2025-11', 2)).toBe('2026-01');
    expect(monthsAfter('2025-01', -13)).toBe('2023-12');
    expect(daysOf('2025-12')).toEqual({ first: '2025-12-01', next: '2026-01-01' });
    expect(isMonth('2025-00')).toBe(false);
  });

  it('are named in the language of the person, west of Greenwich too', () => {
    expect(dayName('2025-11-21', { locale: 'en-GB', dateFormat: 'locale' })).toMatch(
      /^Friday,? 21 November 2025$/,
    );
    expect(monthName('2025-11', 'de')).toBe('November 2025');
    expect(monthName('2025-11', 'fr', 'short')).toBe('nov. 2025');
  });

  it('follow the pattern that the person chose', () => {
    expect(shortDay('2025-11-21', { locale: 'en', dateFormat: 'DD.MM.YYYY' })).toBe('21.11.2025');
    expect(dayName('2025-11-21', { locale: 'de', dateFormat: 'YYYY-MM-DD' })).toBe('Freitag, 2025-11-21');
  });
});
