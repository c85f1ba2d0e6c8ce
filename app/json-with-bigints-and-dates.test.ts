import { expect, it } from 'vitest';
import { fromExactJson, toExactJson } from './json-with-bigints-and-dates.ts';

it('gives back bigints and instants as they were', () => {
  const value = {
    amount: -(10n ** 18n),
    at: new Date('2026-05-01T10:00:00.123Z'),
    list: [1n, null, 'x'],
    n: 1.5,
  };
  expect(fromExactJson(toExactJson(value))).toEqual(value);
});

it('keeps nothing as null', () => {
  expect(fromExactJson(toExactJson(undefined))).toBeNull();
});
