import { describe, expect, it } from 'vitest';
import { scheduleOf } from './schedule.ts';

describe('a schedule', () => {
  it.each([
    '30 2 * * *',
    '*/5 1-3,9 1,15 * 0',
    '0 0 29 2 *',
    '0 0 31 2 1',
    '5/20 * * * 6',
    '0 0 31 2 */2',
  ])('may be "%s"', (text) => {
    expect(scheduleOf(text)).toBeDefined();
  });

  it.each([
    '0 0 * * 7',
    '0 0 31 2 *',
    '0 0 30,31 2 *',
    '0 0 31 4,6 *',
    '0 0 31 2 */1',
    '@daily',
    '61 4 * * *',
    '0 9-5 * * *',
    '0 0 0 * *',
    '* * * *',
    '* * * * * *',
    '*/0 * * * *',
    '0  0 * * *',
  ])('is not "%s"', (text) => {
    expect(scheduleOf(text)).toBeUndefined();
  });

  it('comes on either day where both are chosen, and on both where one is left open', () => {
    const days = (text: string) =>
      Array.from({ length: 14 }, (_, at) => at + 1).filter((at) =>
        scheduleOf(text)?.isOn(new Date(Date.UTC(2026, 1, at))),
      );
    expect(days('0 0 3 * 0')).toEqual([1, 3, 8]); // the first of February 2026 is a Sunday
    expect(days('0 0 * * 0')).toEqual([1, 8]);
    expect(days('0 0 1-7 * *')).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
