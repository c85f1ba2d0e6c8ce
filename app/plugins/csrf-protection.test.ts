import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../database/connect.ts';
import { makeResetLink } from '../database/reset-link.ts';
import { newToken, tokenHash } from '../secret-token.ts';
import { ownerOf } from '../testing/databases.ts';
import { findForm } from '../testing/form-fields-by-action.ts';
import { startApp } from '../testing/start-app.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a form', () => {
  it('is taken with its token and from our own address', async () => {
    const { signedIn } = await startApp();
    expect((await (await signedIn()).post('/sign-out')).statusCode).toBe(303);
  });

  it.each([
    { from: 'another site', headers: { origin: 'https://evil.example' } },
    { from: 'a sandbox', headers: { origin: 'null' } },
    { from: 'our host by another scheme', headers: { origin: 'https://localhost:8080' } },
    { from: 'another port', headers: { origin: 'http://localhost:8081' } },
  ])('is refused from $from, even with a good token', async ({ headers }) => {
    const { signedIn } = await startApp();
    const ada = await signedIn();
    const response = await ada.post('/sign-out', {}, headers);
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('http://localhost:8080');
    expect((await ada.get('/')).statusCode).toBe(303);
  });

  it('is taken from every origin of the site, and from no other', async () => {
    const { signedIn } = await startApp({
      otherOrigins: ['http://finance.example', 'http://192.0.2.11:30080'],
    });
    const from = async (origin: string) =>
      (await (await signedIn()).post('/sign-out', {}, { origin })).statusCode;
    expect(await from('http://192.0.2.11:30080')).toBe(303);
    expect(await from('http://finance.example')).toBe(303);
    expect(await from('http://192.0.2.11')).toBe(403);
  });

  it('without an Origin is judged by Sec-Fetch-Site', async () => {
    const { app, signedIn } = await startApp();
    const ada = await signedIn();
    const send = async (headers: Record<string, string>) => {
      const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const payload = new URLSearchParams({ _csrf: await ada.token() }).toString();
      const sent = {
        method: 'POST',
        url: '/sign-out',
        headers: { ...form, cookie, ...headers },
        payload,
      } as const;
      return (await app.inject(sent)).statusCode;
    };
    expect(await send({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(303);
  });

  it.each(['', 'made-up-token', undefined])('is refused with the token %o', async (token) => {
    const { signedIn } = await startApp();
    const ada = await signedIn();
    const response = await ada.post('/sign-out', token === undefined ? { _csrf: [] } : { _csrf: token });
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('This form has expired');
  });

  it('is refused with the token of another session, or of before the sign-in', async () => {
    const { signedIn, visitor } = await startApp();
    const ada = await signedIn();
    const bob = await signedIn('Bob');
    expect((await ada.post('/sign-out', { _csrf: await bob.token() })).statusCode).toBe(403);

    const carl = visitor();
    const early = await carl.token();
    await carl.post('/sign-in', { email: ada.email, password: ada.password });
    expect((await carl.post('/sign-out', { _csrf: early })).statusCode).toBe(403);
  });

  it('signs nobody in without a token, so that nobody is lured into somebody else’s account', async () => {
    const { signedIn, visitor } = await startApp();
    const { email, password } = await signedIn();
    const response = await visitor().post('/sign-in', { email, password, _csrf: 'x' });
    expect(response.statusCode).toBe(403);
    expect(response.cookies.some(({ name }) => name === 'session')).toBe(false);
  });
});

describe('a form for visitors', () => {
  it.each([
    ['the same person', 'Ada'],
    ['somebody else', 'Ben'],
  ])('of the sign-in works after %s signed in by another tab', async (_who, name) => {
    const { signedIn, visitor } = await startApp();
    const [ada, other] = [await signedIn('Ada'), await signedIn(name)];
    const browser = visitor();
    const page = (await browser.get('/sign-in?next=%2Fbooks')).body;
    await browser.post('/sign-in', { email: other.email, password: other.password });
    const form = { ...findForm(page, '/sign-in'), email: ada.email, password: ada.password };
    expect((await browser.post('/sign-in', form)).headers.location).toBe('/books');
    expect((await browser.get('/settings')).body).toContain('value="Ada"');
  });

  it('of the sign-up and of a new password works after a sign-in by another tab', async () => {
    const { signedIn, visitor, config } = await startApp();
    const ada = await signedIn('Ada');
    const owner = connect(ownerOf(config.database.name));
    onTestFinished(() => owner.end());
    const token = newToken();
    await makeResetLink(owner, ada.email, tokenHash(token));
    const browser = visitor();
    const reset = findForm((await browser.get(`/reset-password?token=${token}`)).body, '/reset-password');
    const signUp = findForm((await browser.get('/sign-up')).body, '/sign-up');
    await browser.post('/sign-in', { email: ada.email, password: ada.password });
    const password = 'a wholly different sentence';
    const person = { ...signUp, name: 'Nora', email: 'nora@example.org', password };
    expect((await browser.post('/sign-up', person)).headers.location).toMatch(/^\/books\//);
    expect((await browser.get('/settings')).body).toContain('value="Nora"');
    const answer = await browser.post('/reset-password', { ...reset, password });
    expect(answer.headers.location).toBe('/sign-in?done=reset');
  });

  it('comes back as it was, without its password, where its cookie is another by now', async () => {
    const { signedIn, visitor } = await startApp();
    const ada = await signedIn('Ada');
    const browser = visitor();
    const page = (await browser.get('/sign-in?next=%2Fbooks')).body;
    browser.cookies.clear(); // two tabs opened at once: only one of the two cookies stays
    await browser.get('/sign-up');
    const typed = { ...findForm(page, '/sign-in'), email: ada.email, password: ada.password };
    const back = await browser.post('/sign-in', typed);
    expect(back.statusCode).toBe(403);
    expect(back.body).toContain('This page was out of date. Look at it and press Sign in.');
    expect(back.body).not.toContain(ada.password);
    const form = findForm(back.body, '/sign-in');
    expect(form).toMatchObject({ email: ada.email, next: '/books', password: '' });
    const answer = await browser.post('/sign-in', { ...form, password: ada.password });
    expect(answer.headers.location).toBe('/books');
  });
});

it('a form from a pod with the secrets of another round is taken', async () => {
  const [one, two, three] = ['one', 'two', 'three'].map((word) => word.repeat(12)) as [
    string,
    string,
    string,
  ];
  const before = await startApp({ sessionSecrets: [two, one, three] });
  const after = await startApp({ database: before.config.database, sessionSecrets: [three, two, one] });
  for (const [from, to] of [
    [before, after],
    [after, before],
  ] as const) {
    const reader = await from.signedIn();
    const _csrf = await reader.token();
    const writer = to.visitor();
    for (const [name, value] of reader.cookies) writer.cookies.set(name, value);
    expect((await writer.post('/sign-out', { _csrf })).statusCode).toBe(303);
  }
});

describe('a body', () => {
  it.each([
    'application/json',
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('of type %s reaches no page', async (type) => {
    const { visitor } = await startApp();
    const response = await visitor().post('/sign-in', { email: 'a@b.cd' }, { 'content-type': type });
    expect(response.statusCode).toBe(415);
  });

  it('of more than a megabyte reaches no page', async () => {
    const { visitor } = await startApp();
    const response = await visitor().post('/sign-in', { email: 'a'.repeat(1024 * 1024) });
    expect(response.statusCode).toBe(413);
  });
});
