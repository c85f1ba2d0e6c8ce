import { describe, expect, it } from 'vitest';
import { dayAfter } from '../calendar.ts';
import { findRecurring } from './find-recurring.ts';

const today = '2026-03-10';
/** Rows so many days before today, the oldest first. */
const group = (back: readonly number[], amounts: readonly bigint[] = back.map(() => -1000n)) => ({
  ...{ payeeId: 'p', payee: 'Somebody', currency: 'EUR' },
  rows: back.map((count, index) => ({
    ...{ id: `${count}`, day: dayAfter(today, -count), amount: amounts[index] ?? 0n },
  })),
});
const found = (...args: Parameters<typeof group>) =>
  findRecurring([group(...args)], today).map(({ unit, every, like }) => [unit, every, like]);

describe('what seems to come again', () => {
  it.each([
    ['every week', [28, 21, 14, 7], ['week', 1, '7']],
    ['every other week', [43, 30, 16, 2], ['week', 2, '2']],
    ['every month, whatever its length', [95, 64, 36, 5], ['month', 1, '5']],
    ['every quarter', [190, 98, 7], ['month', 3, '7']],
    ['every year', [380, 14], ['year', 1, '14']],
  ] as const)('comes %s', (_, back, expected) => {
    expect(found(back)).toEqual([expected]);
  });

  it.each([
    ['too few', [35, 5]],
    ['too far apart once', [120, 64, 36, 5]],
    ['too long ago', [170, 140, 110, 80]],
  ] as const)('is none of rows that are %s', (_, back) => {
    expect(found(back)).toEqual([]);
  });

  it('has amounts about as large as each other, on one side', () => {
    expect(found([64, 36, 5], [-1000n, -1150n, -900n])).toHaveLength(1);
    expect(found([64, 36, 5], [-1000n, -2000n, -900n])).toEqual([]);
    expect(found([64, 36, 5], [-1000n, 1000n, -1000n])).toEqual([]);
  });
});
