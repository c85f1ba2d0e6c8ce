import { describe, expect, it } from 'vitest';
import { preferredLocale } from './guess-locale-from-accept-language.ts';

describe('the language of amounts and dates', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de-AT'],
    ['xx-invalid-tag-, fr', 'fr'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    [`${','.repeat(15_000)}de`, 'en'],
  ])('of a browser that says %o is %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});
