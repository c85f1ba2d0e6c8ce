import { createHash, randomBytes } from 'node:crypto';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { migrate } from '../../database/migrate.ts';
import { asSuperuser } from '../../testing/connect-as-superuser.ts';
import { ownerOf } from '../../testing/databases.ts';
import type { Browser } from '../../testing/simulated-browser.ts';
import { noRedis } from '../../testing/skip-reasons.ts';
import { type SignedIn, type Started, startApp, testConfig } from '../../testing/start-app.ts';

const dropped: string[] = [];
afterAll(async () => {
  for (const name of dropped) await asSuperuser((sql) => sql.unsafe(`drop database ${name} with (force)`));
});

describe.each([{ redis: 'Redis' }, { redis: 'no Redis' }])('signing in, with $redis', ({ redis }) => {
  const skipped = redis === 'Redis' && noRedis !== '';
  const start = () => startApp(redis === 'Redis' ? {} : { redis: undefined });

  it.skipIf(skipped)('is never refused to the right password, however often', async () => {
    const { signedIn, visitor } = await start();
    const ada = await signedIn();
    const browser = visitor();
    for (let n = 0; n < 20; n += 1) expect((await enter(browser, ada)).statusCode).toBe(303);
  });

  it.skipIf(skipped)('is not closed to its person by a stranger', async () => {
    const { signedIn, visitor } = await start();
    const ada = await signedIn();
    const stranger = visitor();
    await wrong(stranger, ada.email, 15);
    expect((await enter(stranger, ada)).statusCode).toBe(429);
    expect((await enter(visitor(), ada)).statusCode).toBe(303);
  });

  it.skipIf(skipped)(
    'waits after ten wrong tries, and says so in the same way for an e-mail that nobody has',
    async () => {
      const { signedIn, visitor } = await start();
      const { email } = await signedIn();
      const [atAda, atNobody] = [visitor(), visitor()];
      const answers = [await wrong(atAda, email, 11), await wrong(atNobody, 'nobody@example.org', 11)];
      expect(answers.map((all) => all.map(({ statusCode }) => statusCode))).toEqual(
        [1, 2].map(() => [...Array.from({ length: 10 }, () => 422), 429]),
      );
      const [known, unknown] = answers.map((all) => all.at(-1));
      expect(known?.body).toContain('There were too many wrong tries. Wait 15 minutes, then try again.');
      expect(plain(known?.body, email)).toBe(plain(unknown?.body, 'nobody@example.org'));
      expect(known?.headers['retry-after']).toMatch(/^(900|8\d\d)$/);
    },
  );

  it.skipIf(skipped)('lets no more through when all come at once', async () => {
    const { signedIn, visitor } = await start();
    const { email } = await signedIn();
    const browser = visitor();
    await browser.token();
    const all = await Promise.all(
      Array.from({ length: 40 }, () => browser.post('/sign-in', { email, password: 'wrong' })),
    );
    const looked = all.filter(({ statusCode }) => statusCode !== 429);
    expect(looked.length).toBeLessThanOrEqual(10);
  });
});

describe('a device in which the person signed in before', () => {
  it('is not kept out by neighbours with the same address', async () => {
    const { signedIn, visitor } = await startApp();
    const ada = await signedIn();
    const neighbour = visitor();
    neighbour.remoteAddress = ada.remoteAddress;
    await wrong(neighbour, ada.email, 11);
    const fresh = visitor();
    fresh.remoteAddress = ada.remoteAddress;
    expect((await enter(fresh, ada)).statusCode).toBe(429);
    await ada.post('/sign-out');
    expect((await enter(ada, ada)).statusCode).toBe(303);
  });

  it('has a limit of its own', async () => {
    const { signedIn } = await startApp();
    const ada = await signedIn();
    await ada.post('/sign-out');
    await wrong(ada, ada.email, 10);
    expect((await enter(ada, ada)).statusCode).toBe(429);
  });

  it('is worth nothing for somebody else, and after a change of the password', async () => {
    const started = await startApp();
    const [ada, eve] = [await started.signedIn(), await started.signedIn('Eve')];
    await eve.post('/sign-out');
    expect((await wrong(eve, ada.email, 11)).at(-1)?.statusCode).toBe(429);
    const before = ada.cookies.get('device') ?? '';
    await ada.post('/settings/password', { current: ada.password, password: 'a wholly different sentence' });
    expect(await known(started, ada, before)).toBe(true); // the change signed this browser in again
    const elsewhere = started.visitor();
    await enter(elsewhere, { ...ada, password: 'a wholly different sentence' });
    expect(await known(started, ada, elsewhere.cookies.get('device') ?? '')).toBe(true);
    await ada.post('/settings/password', { current: 'a wholly different sentence', password: ada.password });
    expect(await known(started, ada, elsewhere.cookies.get('device') ?? '')).toBe(false);
  });

  it.each([
    { which: 'made up for each try', device: () => randomBytes(32).toString('base64url') },
    { which: 'of the stranger', device: (eve: SignedIn) => eve.cookies.get('device') ?? '' },
  ])('is none that is $which: the tries count as without one', async ({ device }) => {
    const { signedIn, visitor } = await startApp();
    const [ada, eve] = [await signedIn(), await signedIn('Eve')];
    const browser = visitor();
    const statuses = [];
    for (let n = 0; n < 11; n += 1) {
      browser.cookies.set('device', device(eve));
      statuses.push((await wrong(browser, ada.email, 1))[0]?.statusCode);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429]);
    browser.cookies.delete('device');
    expect((await enter(browser, ada)).statusCode).toBe(429);
  });

  it('keeps a cookie that scripts and other sites do not get', async () => {
    const { signedIn, visitor } = await startApp();
    const ada = await signedIn();
    const cookie = (await enter(visitor(), ada)).cookies.find(({ name }) => name === 'device');
    expect(cookie).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 400 * 24 * 3600 });
  });
});

describe('an account', () => {
  it('is one account, however the letters of its e-mail are turned', async () => {
    const started = await startApp({ database: await databaseThatFoldsLetters() });
    const { visitor, signedIn } = started;
    const ada = await signedIn('Imini');
    const browser = visitor();
    const turned = [...Array.from({ length: 11 }).keys()].map((n) =>
      [...ada.email].map((letter, at) => (letter === 'i' && (n >> (at % 4)) & 1 ? 'İ' : letter)).join(''),
    );
    expect(new Set(turned).size).toBeGreaterThan(3);
    const answers = [];
    for (const email of turned) answers.push((await wrong(browser, email, 1))[0]?.statusCode);
    expect(answers.at(-1)).toBe(429);
  });

  it('that nobody has is counted as Postgres folds its e-mail', async () => {
    const { visitor } = await startApp({ database: await databaseThatFoldsLetters() });
    const browser = visitor();
    await wrong(browser, 'nİhİl@example.org', 5);
    await wrong(browser, 'NIHIL@example.org', 5);
    expect((await wrong(browser, 'nihil@example.org', 1))[0]?.statusCode).toBe(429);
  });

  it('of another network, or another account of the same network, is not held up', async () => {
    const { visitor, signedIn } = await startApp();
    const ada = await signedIn();
    const office = visitor();
    office.remoteAddress = '2001:db8:7::1';
    await wrong(office, 'nobody@example.org', 11);
    expect((await wrong(office, 'somebody@example.org', 1))[0]?.statusCode).toBe(422);
    office.remoteAddress = '2001:db8:7::2'; // the same /64
    expect((await wrong(office, 'nobody@example.org', 1))[0]?.statusCode).toBe(429);
    expect((await enter(office, ada)).statusCode).toBe(303);
  });
});

it('the password of somebody who is signed in is guessed no more often', async () => {
  const { signedIn } = await startApp();
  const ada = await signedIn();
  const guess = () =>
    ada.post('/settings/password', { current: 'a guess', password: 'a wholly different sentence' });
  for (let n = 0; n < 10; n += 1) expect((await guess()).body).toContain('That is not your password.');
  expect((await guess()).body).toContain('There were too many wrong tries.');
});

it('a session does not survive a change of the password that was just checked', async () => {
  const { signedIn, visitor, rows } = await startApp();
  const ada = await signedIn();
  const browsers = Array.from({ length: 5 }, () => visitor());
  await Promise.all(browsers.map((browser) => browser.token()));
  await Promise.all([
    ...browsers.map((browser) => enter(browser, ada)),
    ada.post('/settings/password', { current: ada.password, password: 'a wholly different sentence' }),
    ...browsers.map((browser) => enter(browser, ada)),
  ]);
  const sessions = await rows`select from session`;
  expect(sessions).toHaveLength(1); // the session of the change itself
});

async function wrong(browser: Browser, email: string, times: number) {
  const answers = [];
  for (let n = 0; n < times; n += 1)
    answers.push(await browser.post('/sign-in', { email, password: 'wrong' }));
  return answers;
}

function enter(browser: Browser, { email, password }: Pick<SignedIn, 'email' | 'password'>) {
  return browser.post('/sign-in', { email, password });
}

function plain(body = '', email: string): string {
  return body.replace(/name="_csrf" value="[^"]+"/, '').replaceAll(email, 'WHO');
}

async function known({ rows }: Started, { person }: SignedIn, token: string): Promise<boolean> {
  const hash = createHash('sha256').update(token).digest();
  return (await rows`select from device where person_id = ${person} and token_hash = ${hash}`).length === 1;
}

/** Creates a database that case-folds all letters, as in the cluster; that of the other tests only folds ASCII. */
async function databaseThatFoldsLetters() {
  const name = `test_folding_${dropped.length}_${process.pid}`;
  const { owner } = inject('postgres');
  await asSuperuser((sql) =>
    sql.unsafe(
      `create database ${name} owner ${owner} template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`,
    ),
  );
  dropped.push(name);
  const { database } = testConfig(name);
  await migrate({ app: database, owner: ownerOf(name) });
  return database;
}
