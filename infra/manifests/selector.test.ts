import { expect, it } from 'vitest';
import { matches } from './selector.ts';

const labels = { app: 'web', tier: 'front' };
const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

it.each([
  [{}, true],
  [{ matchLabels: { app: 'web' } }, true],
  [{ matchLabels: { app: 'web', tier: 'back' } }, false],
  [{ matchLabels: { other: 'web' } }, false],
  [expression('app', 'In', 'api', 'web'), true],
  [expression('app', 'In', 'api'), false],
  [expression('other', 'In', 'api'), false],
  [expression('app', 'NotIn', 'api'), true],
  [expression('other', 'NotIn', 'api'), true],
  [expression('app', 'NotIn', 'web'), false],
  [expression('app', 'Exists'), true],
  [expression('other', 'Exists'), false],
  [expression('other', 'DoesNotExist'), true],
  [{ ...expression('app', 'DoesNotExist'), matchLabels: { app: 'web' } }, false],
])('%j takes the labels: %s', (selector, expected) => {
  expect(matches(selector, labels)).toBe(expected);
});

it('refuses an operator that it does not know', () => {
  expect(() => matches(expression('app', 'Like'), labels)).toThrow('no selector operator Like');
});
