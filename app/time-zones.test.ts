import { describe, expect, it } from 'vitest';
import { timeZones, todayIn, zoneName } from './time-zones.ts';

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

describe('the name of a zone', () => {
  it('is the one that people know today', () => {
    expect(['Asia/Calcutta', 'Europe/Kiev', 'America/New_York'].map(zoneName)).toEqual([
      ...['Asia/Kolkata', 'Europe/Kyiv', 'America/New York'],
    ]);
  });

  it('stands for one zone only', () => {
    const names = timeZones().map(zoneName);
    expect(new Set(names).size).toBe(names.length);
  });
});
