import { describe, expect, it } from 'vitest';
import { hashPassword, passwordIs } from './password.ts';

describe('a password hash', () => {
  it('is argon2id at the cost that OWASP asks for, salted', async () => {
    const [one, two] = await Promise.all([
      hashPassword('four quiet words'),
      hashPassword('four quiet words'),
    ]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
  });

  it('fits its password and no other', async () => {
    const hash = await hashPassword('four quiet wörds');
    expect(await passwordIs('four quiet wörds', hash)).toBe(true);
    expect(await passwordIs('four quiet wo\u0308rds', hash)).toBe(true); // the same letters, typed on another keyboard
    expect(await passwordIs('four quiet words', hash)).toBe(false);
    expect(await passwordIs('', hash)).toBe(false);
  });

  it('is read with the cost that it was made with', async () => {
    // From the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 4 -l 32 -e
    const reference =
      '$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo';
    expect(await passwordIs('password', reference)).toBe(true);
  });

  it('of nobody fits nothing', async () => {
    expect(await passwordIs('', undefined)).toBe(false);
  });

  it('leaves the thread of requests free', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    await hashPassword('four quiet words');
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(3);
  });
});
