import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Browser } from '../testing/simulated-browser.ts';
import { noRedis } from '../testing/skip-reasons.ts';
import { type SignedIn, startApp } from '../testing/start-app.ts';

describe('a visitor', () => {
  it('gets no cookie and no row for looking', async () => {
    const { visitor, rows } = await startApp();
    const response = await visitor().get('/');
    expect(response.headers['set-cookie']).toBeUndefined();
    await visitor().get('/sign-in');
    expect(await rows`select from session`).toHaveLength(0);
  });

  it('is a visitor with a cookie that somebody made up', async () => {
    const { signedIn, visitor } = await startApp();
    const ada = await signedIn();
    const guess = visitor();
    guess.cookies.set('session', (ada.cookies.get('session') ?? '').replace(/^./, '_'));
    expect(await isSignedIn(guess)).toBe(false);
  });
});

describe('a session', () => {
  it.skipIf(noRedis)(`has a new id of 256 bits, of which only a hash is stored${noRedis}`, async () => {
    const { signedIn, rows, app } = await startApp();
    const id = idOf(await signedIn());
    expect(Buffer.from(id, 'base64url')).toHaveLength(32);
    const [row] = await rows<{ hash: Buffer }[]>`select token_hash as hash from session`;
    expect(row?.hash).toEqual(createHash('sha256').update(id).digest());
    const keys = await app.redis.ask((redis) => redis.keys('*'));
    expect(keys?.join()).not.toContain(id);
  });

  it('gets another id with each sign-in, and the old one is worth nothing', async () => {
    const { signedIn, visitor } = await startApp();
    const ada = await signedIn();
    const before = ada.cookies.get('session') ?? '';
    await ada.post('/sign-in', { email: ada.email, password: ada.password });
    expect(ada.cookies.get('session')).not.toBe(before);
    expect(await isSignedIn(ada)).toBe(true);
    expect(await isSignedIn(withCookie(visitor(), before))).toBe(false);
  });

  it('is a cookie that scripts and other sites do not get', async () => {
    const { signedIn, visitor } = await startApp();
    const ada = await signedIn();
    const response = await withCookies(visitor(), ada).post('/sign-in', {
      email: ada.email,
      password: ada.password,
    });
    const cookie = response.cookies.find(({ name }) => name === 'session');
    expect(cookie).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax' });
    expect(cookie).not.toHaveProperty('secure');
    expect(cookie).not.toHaveProperty('expires'); // ends with the browser, or after an hour without use
  });

  it('is a __Host- cookie, Secure, when people come by https', async () => {
    const { signedIn, visitor, config } = await startApp({
      https: true,
      publicOrigin: 'https://money.example.org',
    });
    expect(config.https).toBe(true);
    const ada = await signedIn('Ada');
    expect([...ada.cookies.keys()].sort()).toEqual(['__Host-csrf', '__Host-device', '__Host-session']);
    const response = await visitor().get('/sign-in');
    expect(response.cookies[0]).toMatchObject({
      name: '__Host-csrf',
      secure: true,
      path: '/',
      httpOnly: true,
    });
  });

  it('is not sent anew with every page', async () => {
    const { signedIn } = await startApp();
    const ada = await signedIn();
    expect((await ada.get('/')).headers['set-cookie']).toBeUndefined();
  });

  it('ends after an hour without use', async () => {
    const { signedIn, rows } = await startApp();
    const ada = await signedIn();
    expect(await isSignedIn(ada)).toBe(true); // creates the copy in Redis
    await rows`update session set expires_at = now()`;
    expect(await isSignedIn(ada)).toBe(false);
  });

  it('ends after a day, however much it is used', async () => {
    const { signedIn, rows } = await startApp();
    const ada = await signedIn();
    await rows`update session set created_at = now() - interval '25 hours'`;
    expect(await isSignedIn(ada)).toBe(false);
  });

  it('is kept alive by use, with at most one write a minute', async () => {
    const { signedIn, rows } = await startApp();
    const ada = await signedIn();
    const change = () =>
      rows`select xmin::text, expires_at - seen_at as life, seen_at > now() - interval '5 s' as fresh from session`;
    const [before] = await change();
    await ada.get('/');
    expect((await change())[0]).toEqual(before);
    await rows`update session set seen_at = seen_at - interval '61 s', expires_at = expires_at - interval '61 s'`;
    await ada.get('/');
    const [after] = await change();
    expect(after).toMatchObject({ fresh: true, life: '01:00:00' });
    await ada.get('/');
    expect((await change())[0]).toEqual(after);
  });

  it('goes on when the secrets are rotated, as long as the old one is listed', async () => {
    const started = await startApp();
    const ada = await started.signedIn();
    const fresh = 'another-secret-another-secret-another-secret';
    const sessionSecrets = [fresh, ...started.config.sessionSecrets];
    const rotated = await startApp({ database: started.config.database, sessionSecrets });
    const browser = withCookies(rotated.visitor(), ada);
    const before = browser.cookies.get('session');
    expect(await isSignedIn(browser)).toBe(true);
    expect(browser.cookies.get('session')).not.toBe(before); // signed with the new secret
    expect((await browser.get('/')).headers['set-cookie']).toBeUndefined();
    expect(await isSignedIn(browser)).toBe(true);
    const done = await startApp({ database: started.config.database, sessionSecrets: [fresh] });
    expect(await isSignedIn(withCookies(done.visitor(), ada))).toBe(false);
  });
});

describe('signing out', () => {
  it('ends the session everywhere, at once', async () => {
    const { signedIn, visitor, rows } = await startApp();
    const ada = await signedIn();
    const elsewhere = withCookies(visitor(), ada);
    expect(await isSignedIn(elsewhere)).toBe(true);
    const response = await ada.post('/sign-out');
    expect(response.headers.location).toBe('/');
    expect(ada.cookies.has('session')).toBe(false);
    expect(await rows`select from session`).toHaveLength(0);
    expect(await isSignedIn(elsewhere)).toBe(false);
  });

  it.skipIf(noRedis)(
    `is not undone by a copy in Redis that a slow reader, or a network that was down, left there${noRedis}`,
    async () => {
      const { signedIn, visitor, app } = await startApp();
      const ada = await signedIn();
      const elsewhere = withCookies(visitor(), ada);
      await isSignedIn(ada);
      const key = `session:${createHash('sha256').update(idOf(ada)).digest('hex')}`;
      const copy = await app.redis.ask((redis) => redis.get(key));
      expect(copy).toBe(ada.person);
      await ada.post('/sign-out');
      await app.redis.ask((redis) => redis.set(key, copy ?? '', 'EX', 3600));

      expect(await isSignedIn(elsewhere)).toBe(false);
      expect(await app.redis.ask((redis) => redis.exists(key))).toBe(0); // found invalid, and removed
    },
  );

  it('is not undone by a request that was under way', async () => {
    const { signedIn, visitor, rows } = await startApp();
    const ada = await signedIn();
    const elsewhere = withCookies(visitor(), ada);
    await Promise.all([ada.post('/sign-out'), ...Array.from({ length: 20 }, () => elsewhere.get('/'))]);
    expect(await rows`select from session`).toHaveLength(0);
    expect(await isSignedIn(elsewhere)).toBe(false);
  });
});

async function isSignedIn(browser: Browser): Promise<boolean> {
  const response = await browser.get('/');
  return response.statusCode === 303;
}

function idOf(person: SignedIn): string {
  return decodeURIComponent(person.cookies.get('session') ?? '').split('.')[0] ?? '';
}

function withCookie(browser: Browser, session: string): Browser {
  browser.cookies.set('session', session);
  return browser;
}

function withCookies<T extends Browser>(browser: T, from: Browser): T {
  for (const [name, value] of from.cookies) browser.cookies.set(name, value);
  return browser;
}
