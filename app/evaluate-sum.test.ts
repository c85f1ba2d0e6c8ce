import { describe, expect, it } from 'vitest';
import { isSum, sumOf } from './evaluate-sum.ts';
import { MoneyError } from './parse-and-format-amounts.ts';

describe('a sum that is typed into a field', () => {
  it.each([
    ['12,50+3,20', 1570n],
    ['12.50 + 3.20', 1570n],
    ['3*4.99', 1497n],
    ['4.99 × 3', 1497n],
    ['100-0,01', 9999n],
    ['100 − 25 − 25', 5000n],
    ['10/4', 250n],
    ['10÷3*3', 1000n],
    ['2*3+4*5', 2600n],
    ['0.5*4.98', 249n],
    ['€12.50+€3', 1550n],
    ['-5+12', 700n],
    ['1,234.50+1', 123550n],
  ])('reads %s', (text, minor) => {
    expect(isSum(text)).toBe(true);
    expect(sumOf(text, 'EUR', 'en')).toBe(minor);
  });

  it.each([
    '12.50',
    '-12.50',
    '12.50-',
    '1,234.50',
    '1 234,50',
    '+5',
    '',
    '€12',
    '5+',
    '*3',
  ])('is not %s', (text) => {
    expect(isSum(text)).toBe(false);
  });

  it.each([
    '10/3',
    '1/0',
    '3**2',
    '2*x',
    '1+lots',
    '1.2345+1',
    '1+1+',
    '9999999999999*9',
    '2*1,000.5',
    '1,234+1',
    '3*1,000',
    '3*2²',
  ])('refuses %s', (text) => {
    expect(() => sumOf(text, 'EUR', 'en')).toThrow(MoneyError);
  });

  it('is in the currency and the locale of whoever types it', () => {
    expect(sumOf('1000+500', 'JPY', 'ja')).toBe(1500n);
    expect(sumOf('1,500+0,5', 'KWD', 'de')).toBe(2000n);
    expect(sumOf('100*1,195', 'EUR', 'de')).toBe(11950n);
  });
});
