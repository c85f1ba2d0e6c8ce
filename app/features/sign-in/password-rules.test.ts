import { describe, expect, it } from 'vitest';
import { weakness } from './password-rules.ts';

const ada = { email: 'ada.lovelace@example.org', name: 'Ada Lovelace' };

describe('a password', () => {
  it.each([
    'correct horse battery',
    'ÄÖÜ sehr leises Wort',
    '日本語のパスワードは長くてもよい',
    'xxx y z w v u t s',
  ])('may be %s', (password) => {
    expect(weakness(password, ada)).toBeUndefined();
  });

  it.each([
    { password: 'elevenchars', says: 'at least 12 characters' },
    { password: 'long '.repeat(52), says: 'at most 256 characters' },
    { password: 'aaaaaaaaaaaaaaaa', says: 'more than four different' },
    { password: 'abababababababab', says: 'more than four different' },
    { password: 'my ada.lovelace@example.org', says: 'Leave out your name' },
    { password: 'ADA.LOVELACE rules', says: 'Leave out your name' },
    { password: 'i am ada lovelace!', says: 'Leave out your name' },
    { password: 'unbelievable', says: 'tried first' },
    { password: 'Unbelievable', says: 'tried first' },
    { password: 'qwertyuiop123', says: 'tried first' },
  ])('may not be $password', ({ password, says }) => {
    expect(weakness(password, ada)).toContain(says);
  });

  it('is counted in characters, not in halves of them', () => {
    expect(weakness('🦊🦉🐢🐙🦀🐝', ada)).toContain('at least 12');
  });
});
