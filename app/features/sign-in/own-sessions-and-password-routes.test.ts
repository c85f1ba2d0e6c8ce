import { describe, expect, it } from 'vitest';
import type { Browser } from '../../testing/simulated-browser.ts';
import { type SignedIn, type Started, startApp } from '../../testing/start-app.ts';

const fresh = 'a wholly different sentence';

describe('changing the password', () => {
  it('takes the new one from then on, and ends every other session', async () => {
    const started = await startApp();
    const ada = await started.signedIn();
    const elsewhere = await again(started, ada);
    const before = ada.cookies.get('session');
    const response = await ada.post('/settings/password', { current: ada.password, password: fresh });
    expect(response.headers.location).toBe('/settings/sign-in?done=password');
    expect((await ada.get('/settings/sign-in?done=password')).body).toContain('Your password is changed.');
    expect(ada.cookies.get('session')).not.toBe(before);
    expect((await elsewhere.get('/settings/sign-in')).statusCode).toBe(303);
    expect((await signIn(started, ada.email, ada.password)).statusCode).toBe(422);
    expect((await signIn(started, ada.email, fresh)).statusCode).toBe(303);
  });

  it('needs the one there is', async () => {
    const started = await startApp();
    const ada = await started.signedIn();
    const response = await ada.post('/settings/password', { current: 'a guess of mine', password: fresh });
    expect([response.statusCode, response.body]).toEqual([
      422,
      expect.stringContaining('That is not your password.'),
    ]);
    expect((await signIn(started, ada.email, ada.password)).statusCode).toBe(303);
  });

  it('keeps to the rules of a sign-up', async () => {
    const { signedIn } = await startApp();
    const ada = await signedIn();
    const response = await ada.post('/settings/password', {
      current: ada.password,
      password: `i am ${ada.email}`,
    });
    expect([response.statusCode, response.body]).toEqual([
      422,
      expect.stringContaining('Leave out your name'),
    ]);
  });
});

describe('the list of sessions', () => {
  it('shows where one is signed in, and which one is here', async () => {
    const started = await startApp();
    const ada = await started.signedIn();
    await again(started, ada, 'A <phone>');
    const page = await ada.get('/settings/sign-in');
    expect(page.body).toContain('A &#60;phone&#62;');
    expect(page.body.match(/This is where you are now/g)).toHaveLength(1);
  });

  it('ends one, at once', async () => {
    const started = await startApp();
    const ada = await started.signedIn();
    const elsewhere = await again(started, ada);
    const [, session = ''] =
      /name="session" value="([\da-f]{64})"/.exec((await ada.get('/settings/sign-in')).body) ?? [];
    await ada.post('/settings/sessions/end', { session });
    expect((await elsewhere.get('/settings/sign-in')).statusCode).toBe(303);
    expect((await ada.get('/settings/sign-in')).statusCode).toBe(200);
  });

  it('ends all others', async () => {
    const started = await startApp();
    const ada = await started.signedIn();
    const others = [await again(started, ada), await again(started, ada)];
    await ada.post('/settings/sessions/end', { session: 'others' });
    for (const other of others) expect((await other.get('/settings/sign-in')).statusCode).toBe(303);
    expect((await ada.get('/settings/sign-in')).statusCode).toBe(200);
  });

  it('does not end those of somebody else', async () => {
    const { signedIn, rows } = await startApp();
    const [ada, eve] = [await signedIn(), await signedIn('Eve')];
    const [row] = await rows<{ id: string }[]>`
      select encode(token_hash, 'hex') as id from session where person_id = ${ada.person}`;
    await eve.post('/settings/sessions/end', { session: row?.id ?? '' });
    expect((await ada.get('/settings/sign-in')).statusCode).toBe(200);
  });
});

async function again(
  { visitor }: Started,
  { email, password }: SignedIn,
  userAgent = 'test',
): Promise<Browser> {
  const browser = visitor();
  await browser.post('/sign-in', { email, password }, { 'user-agent': userAgent });
  return browser;
}

function signIn({ visitor }: Started, email: string, password: string) {
  return visitor().post('/sign-in', { email, password });
}
