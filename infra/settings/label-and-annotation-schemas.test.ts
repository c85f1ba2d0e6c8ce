import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { annotations, labels, selector } from './label-and-annotation-schemas.ts';

describe('labels', () => {
  it('takes names with and without a prefix', () => {
    expect(v.is(labels(), { app: 'x', 'app.kubernetes.io/name': 'y_1.Z' })).toBe(true);
    expect(v.is(labels(), { app: 'x'.repeat(63), empty: '' })).toBe(true);
  });

  it.each([
    { 'a b': 'x' },
    { a: 1 },
    ['x'],
    'x',
    null,
    { 'A.example/x': 'y' },
    { a: 'x'.repeat(64) },
    { a: 'x y' },
    { a: '-x' },
    { [`${'a.'.repeat(127)}a/x`]: 'y' },
  ])('refuses %j', (value) => {
    expect(v.is(labels(), value)).toBe(false);
  });
});

describe('a selector', () => {
  it('is not empty, because that would let every pod in', () => {
    expect(v.is(selector(), { app: 'x' })).toBe(true);
    expect(v.is(selector(), {})).toBe(false);
  });
});

describe('annotations', () => {
  it('take any text, and 100 KiB of it', () => {
    expect(v.is(annotations(), { a: `any text, of a length ${'x'.repeat(1000)}` })).toBe(true);
    expect(v.is(annotations(), { a: 'é'.repeat(52 * 1024) })).toBe(false);
    expect(v.is(annotations(), { a: 1 })).toBe(false);
  });
});
