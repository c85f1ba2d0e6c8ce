import { expect, it } from 'vitest';
import { checksum } from './json-checksum.ts';

it('does not depend on the order of keys', () => {
  expect(checksum({ a: 1, b: { c: 2, d: [3] } })).toBe(checksum({ b: { d: [3], c: 2 }, a: 1 }));
});

it('depends on values, keys and the order of lists', () => {
  const all = [{ a: '1' }, { a: '2' }, { b: '1' }, { a: ['1', '2'] }, { a: ['2', '1'] }];
  expect(new Set(all.map(checksum)).size).toBe(all.length);
});

it('is the same on every machine', () => {
  expect(checksum({ LOG_LEVEL: 'info' })).toBe('ce705679c69d8e0e');
});
