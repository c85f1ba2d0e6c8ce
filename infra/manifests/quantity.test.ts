import { expect, it } from 'vitest';
import { canonicalQuantity, mebibytes, quantity } from './quantity.ts';

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

it.each([
  ['250m', '250m'],
  ['0.5', '500m'],
  ['0.29', '290m'],
  ['1000m', '1'],
  ['2.0', '2'],
  ['1024Mi', '1Gi'],
  ['1152Mi', '1152Mi'],
  ['1.5Gi', '1536Mi'],
  ['1Ti', '1Ti'],
  ['1000M', '1G'],
  ['1.5G', '1500M'],
  ['1073741824', '1073741824'],
])('spells %s as the API server does: %s', (text, spelled) => {
  expect(canonicalQuantity(text)).toBe(spelled);
});

it('writes mebibytes', () => {
  expect(mebibytes(256 * 2 ** 20 + 1)).toBe('256Mi');
  expect(mebibytes(1)).toBe('1Mi');
});
