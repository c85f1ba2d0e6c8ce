import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect, type Sql } from '../../database/connect.ts';
import { makeResetLink } from '../../database/reset-link.ts';
import { newToken, tokenHash } from '../../secret-token.ts';
import { ownerOf } from '../../testing/databases.ts';
import { type SignedIn, type Started, startApp } from '../../testing/start-app.ts';

const fresh = 'a wholly different sentence';

describe('making a link', () => {
  it('ends every session of that person, and of nobody else', async () => {
    const { owner, ada, eve } = await start();
    expect(await makeResetLink(owner, ada.email, randomBytes(32))).toBe(true);
    expect((await ada.get('/settings/sign-in')).statusCode).toBe(303);
    expect((await eve.get('/settings/sign-in')).statusCode).toBe(200);
  });

  it('finds the address as Postgres folds it', async () => {
    const { owner, ada } = await start();
    expect(await makeResetLink(owner, ada.email.toUpperCase(), randomBytes(32))).toBe(true);
  });

  it('leaves the password as it is until the link is used', async () => {
    const { owner, ada, visitor } = await start();
    await makeResetLink(owner, ada.email, randomBytes(32));
    expect((await signIn(visitor(), ada.email, ada.password)).statusCode).toBe(303);
  });

  it('makes none for an address that nobody has, or a part or a pattern of one', async () => {
    const { owner, ada, rows } = await start();
    for (const address of ['nobody@example.org', ada.email.slice(1), '%', ''])
      expect(await makeResetLink(owner, address, randomBytes(32))).toBe(false);
    expect(await rows`select from password_reset`).toHaveLength(0);
    expect((await ada.get('/settings/sign-in')).statusCode).toBe(200);
  });

  it('keeps the hash alone of what the link holds', async () => {
    const { link, ada, rows } = await start();
    const token = await link(ada);
    const [row] = await rows`select token_hash, expires_at - now() > '59 minutes' as lasts,
      expires_at - now() <= '1 hour' as ends from password_reset`;
    expect(row).toEqual({ token_hash: tokenHash(token), lasts: true, ends: true });
  });

  it('is beyond the role of the app, signed in or not', async () => {
    const { ada, database, rows } = await start();
    const stolen = randomBytes(32);
    await expect(makeResetLink(database.sql, ada.email, stolen)).resolves.toBe(false); // row-level security hides everybody
    const [session] = await rows<{ hash: Buffer }[]>`
      select token_hash as hash from session where person_id = ${ada.person}`;
    const own = session?.hash ?? Buffer.of();
    await expect(
      database.asPerson(own, (sql) => sql`select make_password_reset(${ada.email}, ${stolen})`),
    ).rejects.toThrow('row-level security');
    for (const table of ['password_reset', 'person_event'])
      expect(await database.asPerson(own, (sql) => sql`select from ${sql(table)}`)).toHaveLength(0);
    await expect(
      database.asPerson(
        own,
        (sql) => sql`insert into person_event (person_id, kind) values (${ada.person}, 'reset-link-used')`,
      ),
    ).rejects.toThrow('row-level security');
  });
});

describe('the link', () => {
  it('shows a page that changes nothing, however often it is opened, and does not say whose it is', async () => {
    const { link, ada, visitor, passwordHash } = await start();
    const token = await link(ada);
    const before = await passwordHash(ada);
    for (const browser of [visitor(), visitor()]) {
      const page = await browser.get(`/reset-password?token=${token}`);
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('Choose a new password');
      expect(page.body).not.toContain(ada.email);
      expect(page.headers['cache-control']).toBe('no-store');
      await browser.head(`/reset-password?token=${token}`);
    }
    expect(await passwordHash(ada)).toBe(before);
    expect((await use(visitor(), token)).statusCode).toBe(303);
  });

  it('sets the password and leads to the sign-in, which takes the new one alone', async () => {
    const { link, ada, visitor } = await start();
    const browser = visitor();
    const response = await use(browser, await link(ada));
    expect(response.headers.location).toBe('/sign-in?done=reset');
    expect((await browser.get('/sign-in?done=reset')).body).toContain('Your password is set.');
    expect((await browser.get('/settings')).statusCode, 'nobody is signed in by a link').toBe(303);
    expect((await signIn(visitor(), ada.email, ada.password)).statusCode).toBe(422);
    expect((await signIn(visitor(), ada.email, fresh)).statusCode).toBe(303);
  });

  it('ends the sessions that came after it was made, and forgets the devices', async () => {
    const { link, ada, eve, visitor, rows } = await start();
    const token = await link(ada);
    const thief = visitor();
    expect((await signIn(thief, ada.email, ada.password)).statusCode).toBe(303);
    for (const { person } of [ada, eve])
      await rows`insert into device (person_id, token_hash) values (${person}, sha256('a browser'))`;
    await use(visitor(), token);
    expect((await thief.get('/settings')).statusCode).toBe(303);
    expect((await eve.get('/settings')).statusCode).toBe(200);
    expect(await rows`select from device where person_id = ${ada.person}`).toHaveLength(0);
    expect(await rows`select from device where person_id = ${eve.person}`).not.toHaveLength(0);
  });

  it('keeps to the rules of a sign-up, for the person whose it is, and is not used up by a weak one', async () => {
    const { link, ada, visitor } = await start();
    const token = await link(ada);
    for (const [weak, says] of [
      ['short', 'at least 12 characters'],
      [`i am ${ada.email}`, 'Leave out your name'],
    ] as const) {
      const response = await use(visitor(), token, weak);
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain(says);
      expect(response.body).not.toContain(ada.email);
    }
    expect((await use(visitor(), token)).statusCode).toBe(303);
  });

  it('sets one password when it is used twice at once', async () => {
    const { link, ada, visitor } = await start();
    const token = await link(ada);
    const browsers = [visitor(), visitor(), visitor()];
    await Promise.all(browsers.map((browser) => browser.token()));
    const words = browsers.map((_, index) => `${fresh} number ${index}`);
    const answers = await Promise.all(browsers.map((browser, index) => use(browser, token, words[index])));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 404, 404]);
    const won = words[answers.findIndex(({ statusCode }) => statusCode === 303)] ?? '';
    expect((await signIn(visitor(), ada.email, won)).statusCode).toBe(303);
  });

  it('sets the password of its own person alone', async () => {
    const { link, ada, eve, visitor, passwordHash } = await start();
    const before = await passwordHash(eve);
    await use(eve, await link(ada)); // by somebody who is signed in as another person
    expect(await passwordHash(eve)).toBe(before);
    expect((await eve.get('/settings')).statusCode).toBe(200);
    expect((await signIn(visitor(), ada.email, fresh)).statusCode).toBe(303);
  });

  it('is worth nothing in the same words, used, over, replaced, made up or cut off', async () => {
    const { link, ada, eve, visitor, rows, passwordHash } = await start();
    const used = await link(ada);
    await use(visitor(), used);
    const over = await link(eve);
    await rows`update password_reset set expires_at = now() where person_id = ${eve.person}`;
    const replaced = await link(ada);
    const newest = await link(ada);
    const before = [await passwordHash(ada), await passwordHash(eve)];
    const hash = tokenHash(newest).toString('base64url'); // as read from the database
    const seen = new Set<string>();
    for (const token of [used, over, replaced, newToken(), newest.slice(0, -1), '', 'é', hash]) {
      const browser = visitor();
      const page = await browser.get(`/reset-password?token=${encodeURIComponent(token)}`);
      const answer = await use(browser, token);
      for (const { statusCode, body } of [page, answer]) seen.add(`${statusCode} ${body}`);
    }
    expect([...seen]).toEqual([expect.stringMatching(/^404 [\s\S]*This link does not work/)]);
    expect([await passwordHash(ada), await passwordHash(eve)]).toEqual(before);
    expect((await use(visitor(), newest)).statusCode).toBe(303);
  });

  it('is worth nothing once the password was changed by who knows it', async () => {
    const { link, ada, visitor } = await start();
    const token = await link(ada);
    await signIn(ada, ada.email, ada.password);
    await ada.post('/settings/password', { current: ada.password, password: fresh });
    expect((await use(visitor(), token, 'of somebody who found it')).statusCode).toBe(404);
  });

  it('is not taken from another site', async () => {
    const { link, ada, visitor, passwordHash } = await start();
    const browser = visitor();
    const fields = { token: await link(ada), password: fresh };
    const before = await passwordHash(ada);
    expect(
      (await browser.post('/reset-password', fields, { origin: 'https://evil.example' })).statusCode,
    ).toBe(403);
    expect((await browser.post('/reset-password', { ...fields, _csrf: 'guessed' })).statusCode).toBe(403);
    expect(await passwordHash(ada)).toBe(before);
  });

  it('is limited: whoever guesses is told to wait', async () => {
    const { visitor } = await start();
    const browser = visitor();
    const answers = new Set<number>();
    for (let guess = 0; guess < 40; guess++)
      answers.add((await browser.post('/reset-password', { token: 'guess', password: fresh })).statusCode);
    expect([...answers]).toEqual([404, 429]);
  });
});

it('is written down for its person, and for nobody else', async () => {
  const { link, ada, eve, visitor } = await start();
  const token = await link(ada);
  await use(visitor(), token);
  await signIn(ada, ada.email, fresh);
  await ada.post('/settings/password', { current: fresh, password: ada.password });
  const { body } = await ada.get('/settings/sign-in');
  const lines = [
    'Password changed',
    'New password set by that link',
    'Link to a new password made, and signed out everywhere, by whoever runs this site',
  ];
  const places = lines.map((line) => body.indexOf(`<li><p>${line}`));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect((await eve.get('/settings/sign-in')).body).not.toContain('What happened to your password');
});

it('a sign-in with the old password that is under way when it changes starts no session', async () => {
  const { rows, owner, ada, visitor } = await start();
  const [row] = await rows<{ hash: string; session: Buffer }[]>`
    select password_hash as hash, token_hash as session from person join session on person_id = id
    where id = ${ada.person}`;
  if (!row) throw new Error('Ada is not there');
  let signingIn: Promise<unknown> = Promise.resolve();
  await owner.begin(async (tx) => {
    await tx`select open_book(${row.session}, null)`;
    const [changed] = await tx`select change_password(${row.hash}, 'another') as changed`;
    expect(changed).toEqual({ changed: true });
    // Sent before the change commits; it waits for the lock, or has ended by the time of the check.
    signingIn = signIn(visitor(), ada.email, ada.password);
    await waitsOrEnds(rows, signingIn);
  });
  await signingIn;
  expect(await rows`select from session where person_id = ${ada.person}`).toHaveLength(0);
});

interface Scene extends Started {
  readonly owner: Sql;
  readonly ada: SignedIn;
  readonly eve: SignedIn;
  /** Creates a link; resolves to its token. */
  link(person: SignedIn): Promise<string>;
  /** The person's stored password hash. */
  passwordHash(person: SignedIn): Promise<string>;
}

async function start(): Promise<Scene> {
  const started = await startApp();
  const owner = connect(ownerOf(started.config.database.name));
  onTestFinished(() => owner.end());
  const [ada, eve] = [await started.signedIn('Ada'), await started.signedIn('Eve')];
  const link = async ({ email }: SignedIn) => {
    const token = newToken();
    expect(await makeResetLink(owner, email, tokenHash(token))).toBe(true);
    return token;
  };
  const passwordHash = async ({ person }: SignedIn) => {
    const [row] = await started.rows<{ hash: string }[]>`
      select password_hash as hash from person where id = ${person}`;
    return row?.hash ?? '';
  };
  return { ...started, owner, ada, eve, link, passwordHash };
}

function use(browser: ReturnType<Started['visitor']>, token: string, password = fresh) {
  return browser.post('/reset-password', { token, password });
}

function signIn(browser: ReturnType<Started['visitor']>, email: string, password: string) {
  return browser.post('/sign-in', { email, password });
}

/** Waits until a connection waits for a lock, or the sign-in has ended without. */
async function waitsOrEnds(rows: Sql, signingIn: Promise<unknown>): Promise<void> {
  let ended = false;
  void signingIn.then(() => {
    ended = true;
  });
  for (;;) {
    const waiting = await rows`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (ended || waiting.length > 0) return;
  }
}
