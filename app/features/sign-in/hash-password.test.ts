import { describe, expect, it } from 'vitest';
import { answerTo, hashPassword } from './hash-password.ts';

describe('a password hash', () => {
  it('is argon2id at the cost that OWASP asks for, salted', async () => {
    const [one, two] = await Promise.all([
      hashPassword('four quiet words'),
      hashPassword('four quiet words'),
    ]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
  });

  it('leaves the thread of requests free', async () => {
    let isDone = false;
    const hashing = hashPassword('four quiet words').finally(() => {
      isDone = true;
    });
    // Work done on this thread in one go would be over after some turns of its microtasks.
    for (let turn = 0; turn < 1000; turn += 1) await null;
    expect(isDone).toBe(false);
    await hashing;
  });
});

describe('an answer to a recipe', () => {
  it('is the whole stored hash when the password is right, else another', async () => {
    const hash = await hashPassword('four quiet wörds');
    const recipe = hash.slice(0, hash.lastIndexOf('$'));
    expect(await answerTo('four quiet wörds', recipe)).toBe(hash);
    expect(await answerTo('four quiet wo\u0308rds', recipe)).toBe(hash); // the same letters, typed on another keyboard
    expect(await answerTo('four quiet words', recipe)).not.toBe(hash);
    expect(await answerTo('', recipe)).not.toBe(hash);
  });

  it('is made by the cost that the recipe names', async () => {
    // From the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 4 -l 32 -e
    expect(await answerTo('password', '$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ')).toBe(
      '$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo',
    );
  });

  it('to one that is damaged says so, without it', async () => {
    const failure = answerTo('four quiet words', '$argon2id$v=19$m=19456,t=2$c29tZXNhbHQ');
    await expect(failure).rejects.toThrow(/^A stored password hash cannot be read$/);
  });

  it('costs as much where there is no recipe, and is never the same twice', async () => {
    const [one, two] = await Promise.all([answerTo('', undefined), answerTo('', undefined)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
  });
});
