import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import type { DeclaredValue } from './declared-value-types.ts';
import { filled, valuesFor } from './fill-secrets-without-pulumi.ts';

const random = (token: string): DeclaredValue => ({ token, made: { by: 'random', length: 32, rotation: 1 } });
const mail: DeclaredValue[] = [
  { token: 'smtp.user', made: { by: 'setting', path: 'smtpUser' } },
  { token: 'smtp.password', made: { by: 'setting', path: 'smtpPassword' } },
];

describe('valuesFor', () => {
  it('makes letters and digits, new ones for every token and every call', () => {
    const [first, second] = [1, 2].map(() => [...valuesFor([random('a'), random('b')], {}).values()]);
    const all = [...(first ?? []), ...(second ?? [])];
    for (const value of all) expect(value).toMatch(/^[0-9A-Za-z]{32}$/);
    expect(new Set(all).size).toBe(4);
  });

  it('uses every letter and digit', () => {
    const letters = new Set(
      Array.from({ length: 100 }, () => valuesFor([random('a')], {}).get('a')).join(''),
    );
    expect(letters.size).toBe(62);
  });

  it('takes what the settings hold encrypted from the environment', () => {
    const values = valuesFor(mail, { SMTP_USER: 'ann', SMTP_PASSWORD: 'x' });
    expect([...values]).toEqual([
      ['smtp.user', 'ann'],
      ['smtp.password', 'x'],
    ]);
  });

  it('names every variable that is missing, and no value', () => {
    expect(() => valuesFor(mail, {})).toThrow(
      /encrypted: give their values in the environment, SMTP_USER, SMTP_PASSWORD$/,
    );
    expect(() => valuesFor(mail, { SMTP_USER: 'hunter2', SMTP_PASSWORD: '' })).toThrow(
      /environment, SMTP_PASSWORD$/,
    );
  });
});

describe('filled', () => {
  const secret: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: { URL: 'postgres://app:⟦a.b|uri⟧@db', PLAIN: 'finance_web' },
  };

  it('puts values in place of tokens', () => {
    expect(filled(secret, new Map([['a.b', 'p@ss']]))['stringData']).toEqual({
      URL: 'postgres://app:p%40ss@db',
      PLAIN: 'finance_web',
    });
  });

  it('refuses a token that nobody declared', () => {
    expect(() => filled(secret, new Map())).toThrow('nobody declared how ⟦a.b⟧ is made');
  });
});
