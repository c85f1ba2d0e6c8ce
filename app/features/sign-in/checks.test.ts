import { describe, expect, it } from 'vitest';
import { localPath, preferredLocale, signUpProblems } from './checks.ts';

describe('where to go after signing in', () => {
  it.each(['/', '/books/7?month=2026-05', '/books'])('may be %s', (next) => {
    expect(localPath(next)).toBe(next);
  });

  it.each([
    undefined,
    '',
    'books',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '///evil.example/x',
    '/.//evil.example',
    '/..//evil.example',
    '/books/../..//evil.example',
    '/./\\evil.example',
  ])('is the start instead of %o', (next) => {
    expect(localPath(next)).toBe('/');
  });

  it('loses line ends, so that no header can be added', () => {
    expect(localPath('/books\r\nset-cookie: x=1')).not.toMatch(/[\r\n]/);
  });
});

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
