import { stat } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startApp } from '../../testing/start-app.ts';
import { BusyError, derivationQueue, derivationRoom, queued, room } from './derivation-queue.ts';
import { hashPassword } from './hash-password.ts';

describe('the room for derivations', () => {
  it.each([
    { cores: 1, threads: 4, places: 1 },
    { cores: 2, threads: 4, places: 1 },
    { cores: 3, threads: 4, places: 2 },
    { cores: 16, threads: 4, places: 2 },
    { cores: 16, threads: 64, places: 15 },
    { cores: 8, threads: 1, places: 1 },
  ])('is $places with $cores cores and a pool of $threads threads', ({ places, ...machine }) => {
    expect(derivationRoom(machine).places).toBe(places);
  });
});

describe('the queue of derivations', () => {
  it('runs as many as there are places, in the order they came, and refuses who finds no room to wait', async () => {
    const queue = derivationQueue({ places: 2, waiting: 3 });
    const works = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
    const begun: number[] = [];
    const results = works.map(({ promise }, n) =>
      queue(() => {
        begun.push(n);
        return promise;
      }),
    );
    await expect(results[5]).rejects.toThrow(BusyError);
    expect(begun).toEqual([0, 1]);
    works[1]?.resolve();
    await results[1];
    expect(begun).toEqual([0, 1, 2]);
    for (const work of works) work.resolve();
    await Promise.all(results.slice(0, 5));
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives the place of one that failed to the next', async () => {
    const queue = derivationQueue({ places: 1, waiting: 0 });
    await expect(queue(() => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
    expect(await queue(async () => 'the next')).toBe('the next');
  });
});

describe('many derivations at once', () => {
  it('leave threads of the pool to whatever else waits for one', async () => {
    let done = 0;
    const all = Array.from({ length: 50 }, async () => {
      await hashPassword('four quiet words here');
      done += 1;
    });
    await stat(import.meta.filename);
    const doneBefore = done;
    await Promise.all(all);
    expect(doneBefore).toBeLessThan(5);
  });

  it('do not keep probes waiting', async () => {
    const { visitor } = await startApp();
    const end = occupy(room.places);
    const browser = visitor();
    const signingIn = browser.post('/sign-in', { email: 'nobody@example.org', password: 'wrong' });
    const answered: string[] = [];
    void signingIn.then(() => answered.push('sign-in'));
    for (const path of ['/health', '/ready']) {
      expect((await visitor().get(path)).statusCode).toBe(200);
      answered.push(path);
    }
    end();
    await signingIn;
    expect(answered).toEqual(['/health', '/ready', 'sign-in']);
  });

  it('make a sign-in, a sign-up and a change of password come back later, and change nothing', async () => {
    const { visitor, signedIn } = await startApp();
    const ada = await signedIn();
    const { email, password } = ada;
    const forms = {
      '/sign-in': { email, password },
      '/sign-up': {
        ...{ email: 'eve@example.org', password: 'four other words here', name: 'Eve' },
        ...{ currency: 'EUR', timeZone: 'UTC' },
      },
      '/settings/password': { current: password, password: 'a wholly different sentence' },
    };
    const end = occupy(room.places + room.waiting);
    for (const [url, form] of Object.entries(forms)) {
      const browser = url === '/settings/password' ? ada : visitor();
      const response = await browser.post(url, form);
      expect([url, response.statusCode, response.headers['retry-after']]).toEqual([url, 503, '5']);
      expect(response.body).toContain('Very many people are signing in right now.');
    }
    end();
    const { email: unmade, password: unset } = forms['/sign-up'];
    expect((await visitor().post('/sign-in', { email: unmade, password: unset })).statusCode).toBe(422);
    expect((await visitor().post('/sign-in', { email, password })).statusCode).toBe(303);
  });
});

/** Occupies so many places of the process's queue until released. */
function occupy(count: number): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (let n = 0; n < count; n += 1) void queued(() => promise);
  onTestFinished(() => resolve());
  return resolve;
}
