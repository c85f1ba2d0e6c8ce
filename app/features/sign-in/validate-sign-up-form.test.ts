import { describe, expect, it } from 'vitest';
import { signUpProblems } from './validate-sign-up-form.ts';

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
