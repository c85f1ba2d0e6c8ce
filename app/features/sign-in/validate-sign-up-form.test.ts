import { describe, expect, it } from 'vitest';
import { preferredLocale, signUpProblems } from './validate-sign-up-form.ts';

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

describe('a sign-up', () => {
  const good = {
    _csrf: '',
    name: 'Ada',
    email: 'ada@example.org',
    password: 'correct horse battery',
    currency: 'EUR',
    timeZone: 'Europe/Vienna',
  };

  it('has no problems when all is well', () => {
    expect(signUpProblems(good, 'localhost')).toEqual({});
  });

  it.each([
    { name: '   ' },
    { email: 'ada' },
    { email: 'ada@localhost' },
    { email: 'a da@example.org' },
    { password: 'short' },
    { currency: 'XXX' },
    { currency: 'eur' },
    { timeZone: 'Mars/Olympus' },
    { timeZone: '' },
  ])('says what is wrong with %o, beside that field', (wrong) => {
    expect(Object.keys(signUpProblems({ ...good, ...wrong }, 'localhost'))).toEqual(Object.keys(wrong));
  });
});
