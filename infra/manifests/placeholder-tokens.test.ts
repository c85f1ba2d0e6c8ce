import { describe, expect, it } from 'vitest';
import { filtered, hasToken, pieces, token, tokensIn } from './placeholder-tokens.ts';

describe('token', () => {
  it('writes a name between brackets, and its filter', () => {
    expect(token('database.password')).toBe('⟦database.password⟧');
    expect(token('database.password', 'uri')).toBe('⟦database.password|uri⟧');
  });

  it.each(['', 'a b', 'a.', '.a', '1a', 'a|uri', '⟦a⟧', 'a\n'])('refuses the name "%s"', (name) => {
    expect(() => token(name)).toThrow('is not a token name');
  });
});

describe('pieces', () => {
  it('keeps the text around the tokens', () => {
    expect(pieces('postgres://⟦db.user|uri⟧:⟦db.password|uri⟧@db')).toEqual([
      'postgres://',
      { name: 'db.user', filter: 'uri' },
      ':',
      { name: 'db.password', filter: 'uri' },
      '@db',
    ]);
  });

  it.each([
    ['', []],
    ['plain', ['plain']],
    ['⟦a⟧', [{ name: 'a' }]],
    ['⟦a⟧⟦b-2.c3⟧', [{ name: 'a' }, { name: 'b-2.c3' }]],
  ])('of "%s"', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it.each([
    '⟦a',
    'a⟧',
    '⟦a|hex⟧',
    '⟦a b⟧',
    '⟦⟦a⟧',
    '⟦a⟧⟧',
    '⟦⟧',
    '⟦a|uri|base64⟧',
  ])('refuses the damaged "%s"', (text) => {
    expect(() => pieces(text)).toThrow('damaged');
  });

  it('does not show the text in its error', () => {
    expect(() => pieces('hunter2 ⟦')).not.toThrow('hunter2');
  });
});

describe('tokensIn', () => {
  it('looks through objects and lists', () => {
    const object = { stringData: { A: '⟦a⟧', B: 'x⟦b|base64⟧' }, list: [1, null, ['⟦a⟧']], none: undefined };
    expect(tokensIn(object)).toEqual([{ name: 'a' }, { name: 'b', filter: 'base64' }, { name: 'a' }]);
  });
});

describe('hasToken', () => {
  it('sees remains too', () => {
    expect(['⟦a⟧', '⟦', 'x⟧', '[a]', ''].map(hasToken)).toEqual([true, true, true, false, false]);
  });
});

describe('filtered', () => {
  it.each([
    [undefined, 'p@ss/ü'],
    ['uri', 'p%40ss%2F%C3%BC'],
    ['base64', 'cEBzcy/DvA=='],
  ] as const)('%s', (filter, expected) => {
    expect(filtered('p@ss/ü', filter)).toBe(expected);
  });
});
