import { describe, expect, it } from 'vitest';
import { nearest } from './nearest-key.ts';

describe('nearest', () => {
  const known = ['size', 'storageClass', 'accessMode', 'autoscaling'];

  it.each([
    ['sise', 'size'],
    ['Size', 'size'],
    ['storageclass', 'storageClass'],
    ['storage-class', 'storageClass'],
    ['autoscalling', 'autoscaling'],
    ['acessMod', 'accessMode'],
  ])('takes "%s" for %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  it.each(['replicas', 'six', 'mode', ''])('does not guess at "%s"', (word) => {
    expect(nearest(word, known)).toBeUndefined();
  });
});
