import { expect, it } from 'vitest';
import { mebibytes, quantity } from './quantity.ts';

it.each([
  ['250m', 0.25],
  ['2', 2],
  [5, 5],
  ['0.5', 0.5],
  ['1Gi', 1073741824],
  ['512Mi', 536870912],
  ['1k', 1000],
])('reads %s as %d', (text, value) => {
  expect(quantity(text)).toBe(value);
});

it.each(['', 'Gi', '1gi', '1 Gi', '1Gib', '1e'])('refuses "%s"', (text) => {
  expect(() => quantity(text)).toThrow('not a quantity');
});

it('writes mebibytes', () => {
  expect(mebibytes(256 * 2 ** 20 + 1)).toBe('256Mi');
  expect(mebibytes(1)).toBe('1Mi');
});
