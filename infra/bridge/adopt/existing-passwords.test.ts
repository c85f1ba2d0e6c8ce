import { expect, it } from 'vitest';
import { passwordsIn } from './existing-passwords.ts';

const secret = (texts: Readonly<Record<string, string>>) => ({
  data: Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  ),
});
const MADE = new Map([['database', 'made-up']]);

it('a password of the cluster is found at the key where the made-up one would stand', () => {
  const wanted = secret({ USER: 'app', PASSWORD: 'made-up', URL: 'pg://app:made-up@db' });
  const live = secret({ USER: 'app', PASSWORD: 'kept', URL: 'pg://app:kept@db' });
  expect(passwordsIn([{ wanted, live }], MADE)).toEqual(new Map([['database', 'kept']]));
});

it('a list of keys is kept one by one, in its order', () => {
  const made = new Map([
    ['key.0', 'made-0'],
    ['key.1', 'made-1'],
  ]);
  const wanted = secret({ KEYS: 'made-1,made-0' });
  expect(passwordsIn([{ wanted, live: secret({ KEYS: 'kept-1,kept-0' }) }], made)).toEqual(
    new Map([
      ['key.1', 'kept-1'],
      ['key.0', 'kept-0'],
    ]),
  );
});

it('a password with a comma is one', () => {
  const live = secret({ PASSWORD: 'kept,whole' });
  expect(passwordsIn([{ wanted: secret({ PASSWORD: 'made-up' }), live }], MADE).get('database')).toBe(
    'kept,whole',
  );
});

it('a password that the cluster has not is left as it was made up', () => {
  const wanted = secret({ PASSWORD: 'made-up' });
  expect(passwordsIn([{ wanted, live: secret({}) }], MADE)).toEqual(new Map());
});

it('two passwords for one are refused by key, and shown by neither', () => {
  const pair = (text: string) => ({
    wanted: { stringData: { PASSWORD: 'made-up' } },
    live: secret({ PASSWORD: text }),
  });
  const both = () => passwordsIn([pair('one-of-them'), pair('another')], MADE);
  expect(both).toThrow('two values for database; one of them is PASSWORD');
  expect(both).not.toThrow(/another/);
});
