import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../plugins/rate-limit.ts';
import { exhaustLimit } from '../../testing/fill-rate-limit-counter.ts';
import type { Browser } from '../../testing/simulated-browser.ts';
import { type SignedIn, type Started, startApp } from '../../testing/start-app.ts';
import { ofKnownDevice } from './device-rate-limit.ts';

let started: Started;
let ada: SignedIn;
beforeEach(async () => {
  started = await startApp({ redis: undefined }); // one store for the counts, however busy the machine is
  ada = await started.signedIn();
  await ada.post('/sign-out');
});

describe('signing in from a network that sent too many', () => {
  it('is open to a device in which the person signed in before', async () => {
    await exhaustLimit(started, ada, limits.signIn);
    expect((await enter(ada)).statusCode).toBe(303);
  });

  it.each([
    ['no device', () => undefined],
    ['a made-up device', madeUpDevice],
    ['what is no token of a device', () => 'made up'],
    ['the device of somebody else', async () => (await started.signedIn('Eve')).cookies.get('device')],
  ])('is closed to %s, with the right password too', async (_which, device) => {
    const browser = neighbour(await device());
    await exhaustLimit(started, ada, limits.signIn);
    const answer = await enter(browser);
    expect([answer.statusCode, Number(answer.headers['retry-after']) > 0]).toEqual([429, true]);
    expect(answer.body).toContain('There is a limit to what is taken from one network');
    expect(answer.cookies.filter(({ name }) => name === 'session' || name === 'device')).toEqual([]);
  });

  it('comes after as many made-up devices as browsers without one, together', async () => {
    await exhaustLimit(started, ada, limits.signIn, limits.signIn.max - 4);
    const answers = [];
    for (const device of [madeUpDevice(), undefined, madeUpDevice(), undefined, madeUpDevice(), undefined])
      answers.push((await wrong(neighbour(device), `nobody${answers.length}@example.org`)).statusCode);
    expect(answers).toEqual([422, 422, 422, 422, 429, 429]);
  });

  it('comes after requests with made-up devices that are refused before anybody is looked up', async () => {
    await exhaustLimit(started, ada, limits.signIn, limits.signIn.max - 3);
    const stranger = neighbour(madeUpDevice());
    const refused = [
      { _csrf: 'made.up' },
      { _csrf: 'made.up' },
      { email: 'x'.repeat(300) },
      { _csrf: 'made.up' },
    ];
    const answers = [];
    for (const fields of refused) {
      const { statusCode } = await stranger.post('/sign-in', {
        email: ada.email,
        password: 'wrong',
        ...fields,
      });
      answers.push(statusCode);
    }
    expect(answers).toEqual([403, 403, 400, 429]);
    expect((await enter(neighbour())).statusCode).toBe(429);
    expect((await enter(ada)).statusCode).toBe(303);
  });
});

it('a known device has a limit of its own, which is none for its network', async () => {
  await exhaustLimit(started, ada, ofKnownDevice);
  const answer = await enter(ada);
  expect([answer.statusCode, Number(answer.headers['retry-after']) > 0]).toEqual([429, true]);
  expect(answer.body).toContain('There is a limit to what is taken from one device');
  expect((await enter(neighbour())).statusCode).toBe(303);
});

/** Opens another browser behind Ada's address. */
function neighbour(device?: string): Browser {
  const browser = Object.assign(started.visitor(), { remoteAddress: ada.remoteAddress });
  if (device !== undefined) browser.cookies.set('device', device);
  return browser;
}

function enter(browser: Browser) {
  return browser.post('/sign-in', { email: ada.email, password: ada.password });
}

function wrong(browser: Browser, email: string) {
  return browser.post('/sign-in', { email, password: 'wrong' });
}

function madeUpDevice(): string {
  return randomBytes(32).toString('base64url');
}
