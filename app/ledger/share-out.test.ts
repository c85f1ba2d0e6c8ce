import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut } from './share-out.ts';

describe('sharing an amount out', () => {
  it.each<[bigint, bigint[], bigint[]]>([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [1000n, [60n, 40n], [600n, 400n]],
    [5n, [1n, 3n], [1n, 4n]],
    [1n, [0n, 1n], [0n, 1n]],
  ])('gives of %s by %s %s', (amount, weights, parts) => {
    expect(shareOut(amount, weights)).toEqual(parts);
  });

  it('always sums to the whole, and no part is a unit away from its share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), weights, (amount, of) => {
        const all = of.reduce((sum, one) => sum + one, 0n);
        fc.pre(all > 0n);
        const parts = shareOut(amount, of);
        expect(parts.reduce((sum, one) => sum + one, 0n)).toBe(amount);
        for (const [index, part] of parts.entries()) {
          const off = part * all - amount * (of[index] ?? 0n);
          expect(off < all && -off < all).toBe(true);
        }
      }),
    );
  });

  it('refuses weights that share nothing out', () => {
    expect(() => shareOut(1n, [0n])).toThrow('above zero');
    expect(() => shareOut(1n, [2n, -1n])).toThrow('above zero');
  });
});
