import { describe, expect, it } from 'vitest';
import { mostHoursUnproven } from './most-hours-until-dump-is-proven.ts';

describe('the most hours that a dump is the newest proven one', () => {
  it.each([
    ['30 2 * * *', '30 4 * * *', 26],
    ['30 2 * * 0', '30 4 * * *', 7 * 24 + 2],
    ['30 2 * * *', '30 4 * * 0', 7 * 24 + 2],
    ['30 2 * * *', '30 2 * * *', 48],
    ['0 * * * *', '30 * * * *', 1.5],
    ['0 0 1 * *', '0 6 * * *', 31 * 24 + 6],
    ['* * * * *', '30 4 * * *', 24 + 1 / 60],
    ['* * * * *', '* * * * *', 2 / 60],
    ['0 0 29 2 *', '0 6 29 2 *', Number.POSITIVE_INFINITY],
  ])('with dumps at "%s" and drills at "%s" are %d', (dumps, drills, hours) => {
    expect(mostHoursUnproven(dumps, drills)).toBe(hours);
  });
});
