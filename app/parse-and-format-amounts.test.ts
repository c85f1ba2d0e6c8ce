import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencies } from './currencies.ts';
import {
  decimalText,
  fieldText,
  formatAmount,
  largestAmount,
  MoneyError,
  parseAmount,
} from './parse-and-format-amounts.ts';
import { locales } from './web/locale-choices.ts';

describe('parseAmount', () => {
  it.each([
    ['12.50', 'EUR', 1250n],
    ['12,50', 'EUR', 1250n],
    ['12.5', 'EUR', 1250n],
    ['12', 'EUR', 1200n],
    ['12.', 'EUR', 1200n],
    ['.5', 'EUR', 50n],
    ['0,05', 'EUR', 5n],
    ['0', 'EUR', 0n],
    ['-12.50', 'EUR', -1250n],
    ['−12.50', 'EUR', -1250n],
    ['+12.50', 'EUR', 1250n],
    [' 12.50 ', 'EUR', 1250n],
    ['1234.50', 'USD', 123450n],
    ['1,234.50', 'USD', 123450n],
    ['1.234,50', 'EUR', 123450n],
    ['1 234,50', 'EUR', 123450n],
    ['1\u00a0234,50', 'EUR', 123450n],
    ["1'234.50", 'CHF', 123450n],
    ['1,234,567', 'USD', 123456700n],
    ['1.234.567,8', 'EUR', 123456780n],
    ['1234', 'JPY', 1234n],
    ['1,234,567', 'JPY', 1234567n],
    ['1.234', 'KWD', 1234n],
    ['12,5', 'KWD', 12500n],
    ['0.1', 'KWD', 100n],
    ['10000000000000', 'EUR', largestAmount],
    ['0000000000000000012.50', 'EUR', 1250n],
    ['€12.50', 'EUR', 1250n],
    ['12.50€', 'EUR', 1250n],
    ['12,50 EUR', 'EUR', 1250n],
    ['-€12.50', 'EUR', -1250n],
    ['€-12.50', 'EUR', -1250n],
    ['$1,234.50', 'USD', 123450n],
    ['US$12', 'USD', 1200n],
    ['¥1,000', 'JPY', 1000n],
    ['￥１，０００', 'JPY', 1000n],
    ['1,234', 'JPY', 1234n],
    ['12.50-', 'EUR', -1250n],
    ['12.50 −', 'EUR', -1250n],
    ['１２．５０', 'EUR', 1250n],
    ['١٢٫٥٠', 'EUR', 1250n],
    ['۱۲۳٬۴۵۶٫۷۸', 'IRR', 12345678n],
    ['१२.५', 'INR', 1250n],
    ['₹1,23,456.00', 'INR', 12345600n],
    ['12,34,56,789', 'INR', 12345678900n],
    ['5.00', 'BGN', 500n],
  ])('reads "%s" %s as %s', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it.each([
    ['', 'EUR'],
    ['-', 'EUR'],
    ['.', 'EUR'],
    ['twelve', 'EUR'],
    ['1e3', 'EUR'],
    ['0x10', 'EUR'],
    ['Infinity', 'EUR'],
    ['€12.50', 'USD'],
    ['EUR', 'EUR'],
    ['--1', 'EUR'],
    ['-1-', 'EUR'],
    ['1--', 'EUR'],
    ['1 2.50', 'EUR'],
    ['12,34.50', 'EUR'],
    ['1,23,456', 'EUR'],
    ['1.234.56', 'EUR'],
    ['1.2,3.4', 'EUR'],
    ['1,234.567,89', 'EUR'],
    ['12.505', 'EUR'],
    ['0.001', 'EUR'],
    ['12.5', 'JPY'],
    ['12.5000', 'KWD'],
    ['10000000000000.01', 'EUR'],
    ['9'.repeat(400), 'EUR'],
    ['12,34,567', 'EUR'],
    ['12,-', 'EUR'],
    ['€ 12.–', 'EUR'],
    ['12⁵⁰', 'EUR'],
    ['5²', 'EUR'],
    ['⒈5', 'EUR'],
    ['5k', 'MMK'],
  ])('refuses "%s" %s', (text, currency) => {
    expect(() => parseAmount(text, currency)).toThrow(MoneyError);
  });

  it.each([
    ['1,234', 'USD'],
    ['1.234', 'EUR'],
    ['12.345', 'EUR'],
    ['1,234', 'KWD'],
  ])('refuses "%s" %s because it could be thousands', (text, currency) => {
    expect(() => parseAmount(text, currency)).toThrow(/could be thousands/);
  });

  it('goes by the locale of who typed it', () => {
    expect(parseAmount('1,23,456.00', 'EUR', 'en-IN')).toBe(12345600n);
    expect(parseAmount('1,234', 'KWD', 'de')).toBe(1234n);
    expect(() => parseAmount('1.234', 'KWD', 'de')).toThrow(/could be thousands/);
    expect(parseAmount('CHF 12.50', 'CHF', 'de-CH')).toBe(1250n);
    expect(parseAmount('12,50 zł', 'PLN', 'pl')).toBe(1250n);
  });

  it('tells the largest amount as its reader writes it', () => {
    expect(() => parseAmount('98765432109876', 'EUR', 'en')).toThrow(/ €10,000,000,000,000\.00\.$/);
    expect(() => parseAmount('98765432109876', 'EUR', 'de')).toThrow(/ 10\.000\.000\.000\.000,00\s€\.$/);
  });

  it('never repeats what was typed', () => {
    for (const text of ['98765.4321', '4,321', '98765432109876', 'x98765']) {
      expect(() => parseAmount(text, 'EUR')).toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(text) }),
      );
    }
  });
});

const amount = fc.bigInt({ min: -largestAmount, max: largestAmount });
const currency = fc.constantFrom(...currencies());

describe('amounts of any size and currency', () => {
  it('come back from their own text', () => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        expect(parseAmount(decimalText(minor, code), code)).toBe(minor);
        for (const locale of ['de', 'en-IN', 'fa-IR', 'fr', 'ar'])
          expect(parseAmount(fieldText(minor, code, locale), code, locale)).toBe(minor);
      }),
    );
  });

  it('are read back as they are shown, in every language, with the marks of direction that a page may have around them', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const codes = letters.flatMap((one) =>
      letters.flatMap((two) => [one + two, ...letters.map((three) => one + two + three)]),
    );
    const others = Intl.NumberFormat.supportedLocalesOf(codes).filter((code) => code !== 'tok'); // its grouping is unique
    for (const locale of [...locales, 'ar-AE', 'ar-EG', 'fa', 'he', 'ur'])
      for (const code of currencies())
        for (const minor of [-1250n, 1234567n])
          expect(parseAmount(formatAmount(minor, code, locale), code, locale), `${locale} ${code}`).toBe(
            minor,
          );
    const known = [...locales, ...others, 'ar-AE', 'ar-EG', 'fa-AF', 'ur-IN', 'de-LI', 'it-CH'];
    const mark = fc.constantFrom('', '\u200e', '\u200f', '\u061c', '\u202b');
    fc.assert(
      fc.property(
        amount,
        currency,
        fc.constantFrom(...known),
        mark,
        mark,
        (minor, code, locale, before, after) => {
          const shown = `${before}${formatAmount(minor, code, locale)}${after}`;
          expect(parseAmount(shown, code, locale), `${locale} ${code} ${shown}`).toBe(minor);
          expect(parseAmount(`${before}${fieldText(minor, code, locale)}${after}`, code, locale)).toBe(minor);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('mean the same with a decimal comma, and with thousands set apart', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom('EUR', 'USD', 'CHF'), (minor, code) => {
        const plain = decimalText(minor, code);
        const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, ',');
        const swapped = grouped.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'));
        for (const text of [plain.replace('.', ','), grouped, swapped])
          expect(parseAmount(text, code)).toBe(minor);
      }),
    );
  });

  it('are either read or refused, whatever was typed', () => {
    const typed = fc.string({ unit: fc.constantFrom(..."0123456789.,-+' e"), maxLength: 24 });
    fc.assert(
      fc.property(fc.oneof(typed, fc.string()), currency, (text, code) => {
        try {
          const minor = parseAmount(text, code);
          expect(minor <= largestAmount && minor >= -largestAmount).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(MoneyError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('formatAmount', () => {
  it.each([
    [1250n, 'EUR', 'en', '€12.50'],
    [-1250n, 'EUR', 'en', '-€12.50'],
    [123456n, 'EUR', 'de', '1.234,56\u00a0€'],
    [1234n, 'JPY', 'en', '¥1,234'],
    [1234n, 'KWD', 'en', 'KWD\u00a01.234'],
    [5n, 'USD', 'en-US', '$0.05'],
    [largestAmount - 1n, 'EUR', 'en', '€9,999,999,999,999.99'],
    [900719925474099301n, 'EUR', 'en', '€9,007,199,254,740,993.01'],
  ])('writes %s %s for %s as %s', (minor, code, locale, text) => {
    expect(formatAmount(minor, code, locale)).toBe(text);
  });
});
