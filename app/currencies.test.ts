import { describe, expect, it } from 'vitest';
import { currencies, digitsOf, isCurrency } from './currencies.ts';

describe('the digits of a currency', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['IQD', 3],
    ['HUF', 2],
  ])('%s has %s', (code, digits) => expect(digitsOf(code)).toBe(digits));

  it('offers only currencies that this Node can name', () => {
    const names = new Intl.DisplayNames('en', { type: 'currency' });
    expect(currencies().filter((code) => names.of(code) === code)).toEqual([]);
    expect(currencies()).toEqual([...currencies()].sort());
    expect(isCurrency('EUR')).toBe(true);
    expect(isCurrency('eur')).toBe(false);
  });
});
