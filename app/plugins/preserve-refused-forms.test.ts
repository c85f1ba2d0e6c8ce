import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dayAfter } from '../calendar.ts';
import { putFileJob } from '../imports/request-and-cancel-worker-jobs.ts';
import type { Money } from '../ledger/entry-to-postings.ts';
import { sealOf } from '../sealed-text.ts';
import { tokenHash } from '../secret-token.ts';
import { findForm, type SentFields } from '../testing/form-fields-by-action.ts';
import { type Household, household } from '../testing/household.ts';
import { makeReceipt } from '../testing/make-receipt.ts';
import { makeSchedule } from '../testing/make-schedule.ts';
import { keptIn, preservedTransaction, signIn, splitTransaction } from '../testing/preserved-transaction.ts';
import type { Browser } from '../testing/simulated-browser.ts';
import { type SignedIn, startApp } from '../testing/start-app.ts';
import { unescapeMarkup } from '../testing/unescape-character-references.ts';
import { todayIn } from '../time-zones.ts';
import { FORM_LIFE } from './page-and-person-of-refused-form-in-csrf-token.ts';
import { preservedFormSeal } from './preserve-refused-forms.ts';
import type { PreservedForm } from './preserved-refused-form-type.ts';
import { limits } from './rate-limit.ts';

/* A form sent after its session has expired is shown again after the sign-in, and is saved once. */

const endings: Record<string, (home: Household) => PromiseLike<unknown>> = {
  'the idle limit': ({ rows }) => rows`update session set expires_at = now()`,
  'the limit of a day': ({ rows }) => rows`update session set created_at = now() - interval '25 hours'`,
  'its end elsewhere': ({ rows }) => rows`delete from session`,
  'a sign-out in another tab': ({ ada }) => ada.post('/sign-out'),
};

describe.each(Object.keys(endings))('after %s', (how) => {
  it('a form is there again after the sign-in, filled, and one press saves it once', async () => {
    const home = await household();
    const { path, typed } = await splitTransaction(home);
    await endings[how]?.(home);
    const asked = await home.ada.post(path, typed);
    expect(asked.statusCode).toBe(403);
    expect(asked.body).toContain('You were signed out before this was saved. Sign in');
    expect(unescapeMarkup(asked.body)).not.toMatch(/Corner Shop|3\.33|butter/);

    const back = await signIn(home.ada, home.ada, asked.body);
    expect(back.statusCode).toBe(200);
    expect(back.body).toContain('You were signed out before this was saved. Look at it and press Save.');
    const form = findForm(back.body, path);
    expect(form).toEqual({ ...typed, _csrf: expect.any(String) });
    await savesOnce(home, path, form);
  });
});

describe('a form from before the last sign-in', () => {
  it.each([
    ['out and in again in another tab', ['/sign-out', '/sign-in']],
    ['in once more in another tab', ['/sign-in']],
  ])('of who signed %s comes straight back, filled, and one press saves it once', async (_how, steps) => {
    const home = await household();
    const { ada } = home;
    const { path, typed } = await splitTransaction(home);
    for (const step of steps) await ada.post(step, { email: ada.email, password: ada.password });
    const back = await ada.post(path, typed);
    expect(back.statusCode).toBe(403);
    expect(await stored(home)).toHaveLength(0);
    const form = findForm(back.body, path);
    expect(form).toEqual({ ...typed, _csrf: expect.any(String) });
    await savesOnce(home, path, form);
  });

  it('counts once where its first press did go through', async () => {
    const home = await household();
    const { path, typed } = await splitTransaction(home);
    expect((await home.ada.post(path, { ...typed, intent: 'save' })).statusCode).toBe(303);
    await home.ada.post('/sign-out');
    const asked = await home.ada.post(path, { ...typed, intent: 'save' });
    const back = await signIn(home.ada, home.ada, asked.body);
    expect((await home.ada.post(path, { ...findForm(back.body, path), intent: 'save' })).statusCode).toBe(
      303,
    );
    expect(await stored(home)).toHaveLength(1);
  });

  it('changes the version that it was opened with, and no later one', async () => {
    const home = await household();
    const bank = await home.account('Bank');
    const lines = [{ category: await home.category('Groceries'), amount: 100n, note: '' }];
    const id = await home.enter({ kind: 'spent', account: bank, payee: 'Before', lines });
    const path = `${home.path}/transactions/${id}`;
    const typed = { ...findForm((await home.ada.get(path)).body, path), payee: 'Mine' };
    await home.rows`update transaction set version = version + 1 where id = ${id}`;
    await home.ada.post('/sign-out');
    const back = await signIn(home.ada, home.ada, (await home.ada.post(path, typed)).body);
    const form = findForm(back.body, path);
    expect(form).toMatchObject({ payee: 'Mine', version: '1' });
    expect((await home.ada.post(path, { ...form, intent: 'save' })).statusCode).toBe(409);
  });
});

it.each(['//evil.example/x', '/nowhere'])('gives no token to a form that goes to %s', async (path) => {
  const { ada, ...home } = await household();
  const { typed } = await splitTransaction({ ada, ...home });
  await ada.post('/sign-in', { email: ada.email, password: ada.password });
  const answer = await ada.post(path, typed);
  expect(answer.statusCode).toBe(403);
  expect(answer.body).not.toContain(`action="${path}"`);
});

describe('every form that writes', () => {
  it('is kept and given back as it was filled in', async () => {
    const home = await household();
    const forms = await everyForm(home);
    const routes = home.routes
      .filter(
        ({ method, url, config }) =>
          method === 'POST' &&
          !url.startsWith('/api') &&
          !config?.forVisitors &&
          config?.rateLimit !== limits.count &&
          config?.rateLimit !== limits.upload, // its files have to be chosen again
      )
      .map(({ url }) => url.replace(/(?<=.)\/$/, ''));
    const patterns = [...new Set(routes)].filter((url) => url !== '/sign-out');
    expect(forms.map(({ route }) => route).sort()).toEqual(patterns.sort());
    for (const { route, who, page, action, fields = {} } of forms) {
      const before = findForm((await who.get(page)).body, action);
      expect.soft(before, route).toBeDefined();
      const typed = { ...before, ...fields };
      await who.post('/sign-out');
      const asked = await who.post(action, typed);
      const back = await signIn(who, who, asked.body);
      expect.soft([route, back.statusCode], asked.body).toEqual([route, 200]);
      const form = findForm(back.body, action);
      const { _csrf, intent, current, password, ...kept } = typed;
      expect.soft([route, form]).toEqual([route, expect.objectContaining(kept)]);
      const saved = await who.post(action, route === '/settings/password' ? typedPasswords(form, who) : form);
      expect.soft([route, [200, 303].includes(saved.statusCode)], saved.body).toEqual([route, true]);
    }
  });

  it('marks what nobody may keep: passwords, and a form that is kept itself', async () => {
    const { routes } = await startApp();
    const secret = /password|current|^kept$/i;
    const named = routes.flatMap(({ url, schema }) => {
      const { properties = {} } = (schema?.body ?? {}) as {
        properties?: Record<string, { writeOnly?: boolean }>;
      };
      return Object.entries(properties).flatMap(([name, one]) =>
        secret.test(name) ? [[url, name, one.writeOnly]] : [],
      );
    });
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter(([, name, marked]) => marked !== true && name !== 'kept')).toEqual([]);
  });

  it('with passwords comes back without them', async () => {
    const home = await household();
    const { ada } = home;
    const typed = { current: 'my own old words here', password: 'my own new words here' };
    const form = { ...findForm((await ada.get('/settings/sign-in')).body, '/settings/password'), ...typed };
    await ada.post('/sign-out');
    const asked = await ada.post('/settings/password', form);
    expect(asked.body).not.toContain('own');
    const kept = openedBy(home, keptIn(asked.body));
    expect(JSON.stringify(kept)).not.toContain('own');
    const back = await signIn(ada, ada, asked.body);
    expect(back.body).not.toMatch(/own (?:old|new)/);
    expect(back.body).toContain('Passwords are not kept: type yours again.');
  });
});

describe('what is kept', () => {
  it('outlives wrong passwords, and is nothing that anybody can read', async () => {
    const home = await household();
    const { asked, path } = await preservedTransaction(home);
    const wrong = await signIn(home.ada, { ...home.ada, password: 'not the password' }, asked);
    expect(wrong.statusCode).toBe(422);
    expect(Buffer.from(keptIn(wrong.body) ?? '', 'base64url').toString('latin1')).not.toContain('Corner');
    const back = await signIn(home.ada, home.ada, wrong.body);
    expect(findForm(back.body, path)).toMatchObject({ payee: 'Corner Shop' });
  });

  it('is given back twice where its page is sent twice, and saved once', async () => {
    const home = await household();
    const { asked, path } = await preservedTransaction(home);
    for (const _time of [1, 2]) {
      const back = await signIn(home.ada, home.ada, asked);
      await home.ada.post(path, { ...findForm(back.body, path), intent: 'save' });
    }
    expect(await stored(home)).toHaveLength(1);
  });

  it('is never seen nor saved by another person who signs in there', async () => {
    const home = await household();
    const bob = await home.signedIn('Bob');
    await home.admit(bob, 'owner'); // even one who may write to that book
    const { asked } = await preservedTransaction(home);
    const answer = await signIn(home.ada, bob, asked);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/']);
    expect(await stored(home)).toHaveLength(0);
  });

  it('is not shown to somebody else who is signed in there already, who goes on being so', async () => {
    const home = await household();
    const { ada } = home;
    const bob = await home.signedIn('Bob');
    await home.admit(bob, 'owner');
    const { path, typed } = await splitTransaction(home);
    await ada.post('/sign-in', { email: bob.email, password: bob.password }); // in her browser
    const answer = await ada.post(path, typed);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('This form is of somebody else');
    expect(answer.body).not.toContain('Corner Shop');
    expect((await ada.get('/settings')).body).toContain('Bob');
    const back = await signIn(ada, ada, answer.body);
    expect(findForm(back.body, path)).toMatchObject({ payee: 'Corner Shop' });
  });

  it('of a book that the other person does not know is not told of either', async () => {
    const home = await household();
    const bob = await home.signedIn('Bob');
    const { path, typed } = await splitTransaction(home);
    await home.ada.post('/sign-in', { email: bob.email, password: bob.password });
    const answer = await home.ada.post(path, typed);
    expect([answer.statusCode, answer.body.includes('Corner Shop')]).toEqual([403, false]);
    expect(answer.body).toContain('This form is of somebody else');
  });

  it('comes from the same secrets, which may be rotated meanwhile', async () => {
    const home = await household();
    const { asked, path } = await preservedTransaction(home);
    const fresh = 'another-secret-another-secret-another-secret';
    const startedWith = async (sessionSecrets: string[]) => {
      const { visitor } = await startApp({ database: home.config.database, sessionSecrets });
      const { email, password } = home.ada;
      return visitor().post('/sign-in', { email, password, kept: keptIn(asked) ?? '' });
    };
    const rotated = await startedWith([fresh, ...home.config.sessionSecrets]);
    expect(findForm(rotated.body, path)).toMatchObject({ payee: 'Corner Shop' });
    expect((await startedWith([fresh])).headers.location).toBe('/');
  });

  it('is not taken where it was made up, changed, of somebody else, of another purpose, or is too old', async () => {
    const home = await household();
    const { asked, path } = await preservedTransaction(home);
    const sealed = keptIn(asked) ?? '';
    const kept = openedBy(home, sealed);
    if (!kept) throw new Error('nothing was kept');
    const old = { ...kept, made: Date.now() - FORM_LIFE };
    const [secret = ''] = home.config.sessionSecrets;
    const ofEve = await eveAsksFor(home, path);
    const made = sealOf([secret], 'form origin').seal(JSON.stringify(kept));
    const changed = `${sealed.slice(0, 40)}${sealed[40] === 'A' ? 'B' : 'A'}${sealed.slice(41)}`;
    const foreign = sealOf(['somebody-elses-secret-somebody-elses'], 'kept form').seal(JSON.stringify(kept));
    for (const wrong of ['x', '', changed, foreign, made, ofEve, sealedBy(home, old)]) {
      const answer = await home
        .visitor()
        .post('/sign-in', { email: home.ada.email, password: home.ada.password, kept: wrong });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/']);
    }
  });

  it('is nothing that a link can hold', async () => {
    const home = await household();
    const { asked } = await preservedTransaction(home);
    const kept = encodeURIComponent(keptIn(asked) ?? '');
    const page = await home.ada.get(`/sign-in?kept=${kept}`);
    expect([page.statusCode, keptIn(page.body)]).toEqual([200, undefined]);
  });

  it('leads nowhere outside the app', async () => {
    const home = await household();
    const { ada } = home;
    for (const page of ['//evil.example/', 'https://evil.example/', '/nowhere']) {
      const form = {
        person: ada.person,
        page,
        made: Date.now(),
        action: page,
        fields: [['name', 'x']] as const,
        hasFiles: false,
      };
      const kept = sealedBy(home, form);
      const answer = await ada.post('/sign-in', {
        email: ada.email,
        password: ada.password,
        kept,
        next: page,
      });
      expect(answer.headers.location ?? '/').toBe('/');
    }
  });
});

describe('a page that told of an act', () => {
  it('does not tell of it again after the sign-in, whether a form was kept or it was asked for again', async () => {
    const home = await household();
    const { ada, path } = home;
    const renamed = await ada.post(`${path}/settings`, { key: randomUUID(), name: 'Ours' });
    const told = String(renamed.headers.location);
    const before = (await ada.get(told)).body;
    expect(before).toContain('Saved: Ours.');
    const typed = { ...findForm(before, `${path}/settings`), name: 'Ours, again' };
    await ada.post('/sign-out');
    const back = await signIn(ada, ada, (await ada.post(`${path}/settings`, typed)).body);
    expect(findForm(back.body, `${path}/settings`)).toMatchObject({ name: 'Ours, again' });
    expect(back.body).not.toMatch(/Saved: Ours|Undo/);
    await ada.post('/sign-out');
    const asked = await ada.get(told);
    const next = await signIn(ada, ada, (await ada.get(String(asked.headers.location))).body);
    expect(next.headers.location).toBe(`${path}/settings`);
  });
});

describe('nothing is kept of a form', () => {
  it('that another site sends, whatever token it has', async () => {
    const home = await household();
    const { path, typed } = await splitTransaction(home);
    await home.ada.post('/sign-out');
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
      const answer = await home.ada.post(path, typed, headers);
      expect([answer.statusCode, keptIn(answer.body)]).toEqual([403, undefined]);
      expect(answer.body).not.toContain('Corner Shop');
    }
  });

  it('that another site sends to the sign-in', async () => {
    const home = await household();
    const { asked } = await preservedTransaction(home);
    const form = { email: home.ada.email, password: home.ada.password, kept: keptIn(asked) ?? '' };
    const answer = await home.visitor().post('/sign-in', form, { origin: 'https://evil.example' });
    expect([answer.statusCode, keptIn(answer.body)]).toEqual([403, undefined]);
  });

  it.each([
    ['a made-up token', { _csrf: 'made.up' }],
    ['a token of a visitor', {}],
    ['no token', { _csrf: [] }],
  ])('with %s: its person is told', async (_what, fields) => {
    const { visitor } = await startApp();
    const answer = await visitor().post('/settings', { name: 'Ada', ...fields });
    expect(answer.headers.location).toBe('/sign-in?done=unsaved');
    expect((await visitor().get('/sign-in?done=unsaved')).body).toContain('could not be kept here');
  });

  it.each([
    ['a long field', { note: 'x'.repeat(520_000) }],
    ['many fields', { note: Array.from({ length: 1600 }, () => 'x') }],
    ['a megabyte', { note: 'x'.repeat(2 ** 20) }],
  ])('with %s, which is none of ours', async (_what, fields) => {
    const home = await household();
    const { path, typed } = await splitTransaction(home);
    await home.ada.post('/sign-out');
    const answer = await home.ada.post(path, { ...typed, ...fields });
    expect(answer.headers.location).toBe('/sign-in?done=unsaved');
  });

  it('but what its route knows', async () => {
    const home = await household();
    const { path, typed } = await splitTransaction(home);
    await home.ada.post('/sign-out');
    const asked = await home.ada.post(path, { ...typed, password: 'hush', extra: 'more' });
    const names = openedBy(home, keptIn(asked.body))?.fields.map(([name]) => name);
    expect(names).not.toContain('_csrf');
    expect(names).not.toContain('password');
    expect(names).not.toContain('extra');
  });

  it('that only signs out', async () => {
    const home = await household();
    const _csrf = await home.ada.token();
    await home.rows`delete from session`;
    expect((await home.ada.post('/sign-out', { _csrf })).headers.location).toBe('/sign-in');
  });
});

describe('a form for a book that its person may not write to any more', () => {
  it.each([
    ['one may only look at', 'viewer', 'You may look at this book, but not change it.'],
    ['one is no member of', undefined, 'There is no such book.'],
  ] as const)('because %s is told so, and kept in that page', async (_why, role, words) => {
    const home = await household();
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    const { path, typed } = await splitTransaction(home, ben);
    if (role)
      await home.rows`update member set role = ${role} where person_id = ${ben.person} and book_id = ${home.book}`;
    else await home.rows`delete from member where person_id = ${ben.person} and book_id = ${home.book}`;
    const told = async ({ statusCode, body }: { statusCode: number; body: string }) => {
      expect(statusCode).toBe(role ? 403 : 404);
      expect(body).toContain(words);
      expect(findForm(body, path)).toMatchObject({ payee: 'Corner Shop', key: typed['key'] });
    };
    await told(await ben.post(path, typed)); // signed in
    await ben.post('/sign-out');
    const back = await signIn(ben, ben, (await ben.post(path, typed)).body);
    expect(back.body).toContain('You were signed out before this was saved, and now it cannot be.');
    await told(back);
    expect(await stored(home)).toHaveLength(0);

    await home.rows`delete from member where person_id = ${ben.person} and book_id = ${home.book}`;
    await home.admit(ben, 'editor');
    const form = findForm(back.body, path);
    expect((await ben.post(path, { ...form, intent: 'save', _csrf: await ben.token() })).statusCode).toBe(
      303,
    );
  });
});

describe('a form with files', () => {
  it('comes back without them, and says that they must be chosen again', async () => {
    const home = await household();
    const { path, typed } = await splitTransaction(home);
    await home.ada.post('/sign-out');
    const asked = await sendMultipart(home.ada, path, typed, 'x'.repeat(400_000));
    expect(asked.statusCode).toBe(403);
    const back = await signIn(home.ada, home.ada, asked.body);
    expect(findForm(back.body, path)).toMatchObject({ payee: 'Corner Shop', note: 'Bröd' });
    expect(back.body).toContain('Files are not kept: choose them again.');
  });

  it.each([
    'boundary=',
    'boundary="',
    '',
    'boundary=no',
  ])('that cannot be read (%s) is answered all the same', async (how) => {
    const home = await household();
    const { path } = await splitTransaction(home);
    await home.ada.post('/sign-out');
    const answer = await home.ada.post(
      path,
      { note: 'x' },
      { 'content-type': `multipart/form-data; ${how}` },
    );
    expect(answer.headers.location).toBe('/sign-in?done=unsaved');
  });
});

/** Sends a form of Eve's to Ada's book with her own token; returns the sealed form. */
async function eveAsksFor(home: Household, path: string): Promise<string> {
  const eve = await home.signedIn('Eve');
  const _csrf = await eve.token();
  await eve.post('/sign-out');
  const asked = await eve.post(path, { _csrf, key: randomUUID(), kind: 'spent', payee: 'Eve' });
  return keptIn(asked.body) ?? '';
}

function sealedBy({ config }: Household, kept: PreservedForm): string {
  return preservedFormSeal(config.sessionSecrets).seal(kept);
}

function openedBy({ config }: Household, sealed?: string): PreservedForm | undefined {
  return preservedFormSeal(config.sessionSecrets).open(sealed);
}

function stored({ rows }: Household) {
  return rows`select id from transaction`;
}

/** Presses Save twice. */
async function savesOnce(home: Household, path: string, form: SentFields | undefined) {
  expect(await stored(home)).toHaveLength(0);
  const saved = await home.ada.post(path, { ...form, intent: 'save' });
  expect(saved.statusCode, saved.body).toBe(303);
  expect((await home.ada.post(path, { ...form, intent: 'save' })).statusCode).toBe(303);
  expect(await stored(home)).toHaveLength(1);
  expect(await home.rows`select note, amount_minor::int as amount from posting order by line`).toMatchObject([
    { amount: -1000 },
    { note: 'bread & <butter>', amount: 333 },
    { note: '', amount: 667 },
  ]);
}

function typedPasswords(form: SentFields | undefined, { password }: SignedIn): SentFields {
  return { ...form, current: password, password };
}

async function sendMultipart(browser: Browser, path: string, fields: SentFields, file: string) {
  const part = (head: string, inside: string) =>
    `--a-line\r\ncontent-disposition: form-data; ${head}\r\n\r\n${inside}\r\n`;
  const texts = Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value) => part(`name="${name}"`, value)),
  );
  const image = part('name="receipt"; filename="a.jpg"', file);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return browser.app.inject({
    method: 'POST',
    url: path,
    payload: `${texts.join('')}${image}--a-line--\r\n`,
    headers: { cookie, origin: browser.origin, 'content-type': 'multipart/form-data; boundary="a-line"' },
  });
}

interface Form {
  readonly route: string;
  readonly who: SignedIn;
  readonly page: string;
  readonly action: string;
  readonly fields?: SentFields;
}

function bookIn({ headers }: { readonly headers: { readonly location?: unknown } }): string {
  return /^\/books\/([\da-f-]{36})/.exec(String(headers.location))?.[1] ?? '';
}

/** Every form that a signed-in person can send, in an order in which each is possible. */
async function everyForm(home: Household): Promise<Form[]> {
  const { ada, path, book } = home;
  const [ben, cleo] = [await home.signedIn('Ben'), await home.signedIn('Cleo')];
  await home.admit(ben, 'editor');
  await home.admit(cleo, 'viewer');
  const bank = await home.account('Bank');
  const [empty, third] = [await home.account('Empty'), await home.account('Third')];
  const food = await home.category('Groceries');
  const lines = [{ category: food, amount: 100n, note: '' }];
  const [row, gone] = [
    await home.enter({ kind: 'spent', account: bank, lines }),
    await home.enter({ kind: 'spent', account: bank, lines }),
  ];
  const invitation = await ada.post(`${path}/settings/invitations`, { key: randomUUID(), role: 'viewer' });
  const token = /\/invitation\?token=([\w-]+)</.exec(unescapeMarkup(invitation.body))?.[1] ?? '';
  await ada.post(`${path}/settings/invitations`, { key: randomUUID(), role: 'viewer' });
  const [link] = await home.rows<{ id: string }[]>`
    select id from invitation where token_hash <> ${tokenHash(token)}`;
  const unsorted = await home.category('Not sorted yet');
  await home.enter({
    kind: 'spent',
    account: bank,
    payee: 'Kiosk',
    lines: [{ ...lines[0], category: unsorted }],
  } as never);
  const payees = await home.rows<{ id: string }[]>`
    insert into payee (book_id, name) select ${book}, 'Payee ' || n from generate_series(1, 4) n returning id`;
  const [one = '', two = '', three = '', four = ''] = payees.map(({ id }) => id);
  await home.rows`update payee set merged_into = ${three} where id = ${four}`;
  const rules = await home.rows<{ id: string }[]>`
    insert into rule (book_id, position, match, conditions, actions)
    select ${book}, n, 'all', '[{"field": "payee", "how": "is", "text": "Kiosk"}]', '[{"set": "note", "text": "gum"}]'
    from generate_series(1, 2) n returning id`;
  const [rule = '', other = ''] = rules.map(({ id }) => id);
  const schedules = await formsOfSchedules(home, bank, food);
  const receipt = await home.write((sql) => makeReceipt(sql, { book, person: ada.person, transaction: row }));
  const tags = await home.rows<{ id: string }[]>`
    insert into tag (book_id, name) select ${book}, 'tag ' || n from generate_series(1, 4) n returning id`;
  const [tag = '', colored = '', merged = '', left = ''] = tags.map(({ id }) => id);
  await ada.post('/settings/tokens', { key: randomUUID(), name: 'Script' });
  const bring = async (amount: string, { id } = bank) => {
    const bytes = `Date,Payee,Amount\n2026-01-15,Kiosk,${amount}`;
    const files = [{ name: 'bank.csv', bytes }];
    const sent = await ada.upload(`${path}/imports`, { key: randomUUID(), account: id }, files);
    return String(sent.headers.location);
  };
  const [draft, discarded, atWork] = [await bring('-3.50'), await bring('-4.50'), await bring('-5.50')];
  await home.write((sql) => putFileJob(sql, 'read-file', atWork.slice(-36)));
  const halves = [await bring('-77.00'), await bring('77.00', await home.account('Savings'))];
  const [imported = ''] = halves;
  for (const half of halves)
    await ada.post(half, { ...findForm((await ada.get(half)).body, half), intent: 'import' });
  const [{ joined = '' } = {}] = await home.rows<{ joined: string }[]>`
    select transaction_id as joined from import_row where import_id = ${imported.slice(-36)}`;
  const renamed = await ada.post(`${path}/categories/${food}`, { key: randomUUID(), name: 'Food' });
  const act = /act=([\w-]+)/.exec(String(renamed.headers.location))?.[1] ?? '';
  const eve = await home.signedIn('Eve');
  const sample = bookIn(await eve.post(`/books/${eve.book}/sample`, { key: randomUUID() }));
  const [fay, gil] = [await home.signedIn('Fay'), await home.signedIn('Gil')];
  const removed = bookIn(await fay.post(`/books/${fay.book}/sample`, { key: randomUUID() }));
  await fay.post('/books/sample/remove', { book: removed });
  await home.visitor().post('/sign-in', { email: ada.email, password: ada.password }); // a second session
  const at = (part: string) => `/books/:bookId${part}`;
  return [
    {
      route: '/settings',
      page: '/settings',
      action: '/settings',
      fields: { name: 'Ada "<b>" &', theme: 'dark', timeZone: 'Europe/Zurich' },
    },
    { route: '/settings/sessions/end', page: '/settings/sign-in', action: '/settings/sessions/end' },
    {
      route: '/settings/password',
      page: '/settings/sign-in',
      action: '/settings/password',
      fields: { current: 'a', password: 'b' },
    },
    { route: '/books', page: '/books/new', action: '/books', fields: { name: 'Club', currency: 'CHF' } },
    { route: '/books/home', page: '/books', action: '/books/home' },
    {
      route: at('/settings'),
      page: `${path}/settings`,
      action: `${path}/settings`,
      fields: { name: 'Ours', monthStart: '7' },
    },
    {
      route: at('/settings/invitations'),
      page: `${path}/settings`,
      action: `${path}/settings/invitations`,
      fields: { role: 'editor' },
    },
    {
      route: at('/settings/members/:personId/role'),
      page: `${path}/settings/members/${ben.person}`,
      action: `${path}/settings/members/${ben.person}/role`,
      fields: { role: 'viewer' },
    },
    {
      route: at('/settings/members/:personId/remove'),
      page: `${path}/settings/members/${cleo.person}`,
      action: `${path}/settings/members/${cleo.person}/remove`,
    },
    {
      route: '/settings/tokens',
      page: '/settings/tokens',
      action: '/settings/tokens',
      fields: { name: 'Shell' },
    },
    { route: '/settings/tokens/revoke', page: '/settings/tokens', action: '/settings/tokens/revoke' },
    { route: at('/imports/:importId'), page: draft, action: draft, fields: { intent: 'import' } },
    { route: at('/imports/:importId/cancel'), page: atWork, action: `${atWork}/cancel` },
    { route: at('/imports/:importId/discard'), page: discarded, action: `${discarded}/discard` },
    { route: at('/imports/:importId/moves'), page: imported, action: `${imported}/moves` },
    {
      route: at('/transactions/:transactionId/apart'),
      page: `${path}/transactions/${joined}`,
      action: `${path}/transactions/${joined}/apart`,
    },
    {
      route: at('/tags/:tagId'),
      page: `${path}/tags/${colored}`,
      action: `${path}/tags/${colored}`,
      fields: { name: 'blue', color: '3' },
    },
    {
      route: at('/tags/:tagId/merge'),
      page: `${path}/tags/${merged}`,
      action: `${path}/tags/${merged}/merge`,
      fields: { into: tag },
    },
    {
      route: at('/tags/:tagId/delete'),
      page: `${path}/tags/${left}`,
      action: `${path}/tags/${left}/delete`,
    },
    {
      route: at('/transactions'),
      page: `${path}/transactions/new?kind=moved`,
      action: `${path}/transactions`,
      fields: {
        kind: 'moved',
        amount: '5.00',
        from: bank.id,
        to: empty.id,
        note: 'moved',
        pendingTo: 'on',
        intent: 'save',
      },
    },
    {
      route: at('/transactions/bulk'),
      page: `${path}/transactions`,
      action: `${path}/transactions/bulk`,
      fields: { row: `${row}.1`, what: 'payee', payee: 'Kiosk' },
    },
    {
      route: at('/transactions/:transactionId'),
      page: `${path}/transactions/${row}`,
      action: `${path}/transactions/${row}`,
      fields: { payee: 'Changed', refund: 'on', intent: 'save' },
    },
    {
      route: at('/transactions/:transactionId/delete'),
      page: `${path}/transactions/${gone}`,
      action: `${path}/transactions/${gone}/delete`,
    },
    {
      route: at('/accounts'),
      page: `${path}/accounts/new`,
      action: `${path}/accounts`,
      fields: { name: 'Card', kind: 'card', currency: 'USD', opening: '3', direction: 'owe' },
    },
    {
      route: at('/accounts/:accountId'),
      page: `${path}/accounts/${empty.id}`,
      action: `${path}/accounts/${empty.id}`,
      fields: { name: 'Named anew' },
    },
    {
      route: at('/accounts/:accountId/close'),
      page: `${path}/accounts/${third.id}`,
      action: `${path}/accounts/${third.id}/close`,
    },
    {
      route: at('/accounts/:accountId/reopen'),
      page: `${path}/accounts/${third.id}`,
      action: `${path}/accounts/${third.id}/reopen`,
    },
    {
      route: at('/payees/:payeeId'),
      page: `${path}/payees/${one}`,
      action: `${path}/payees/${one}`,
      fields: { name: 'Named anew' },
    },
    {
      route: at('/payees/:payeeId/merge'),
      page: `${path}/payees/${two}`,
      action: `${path}/payees/${two}/merge`,
      fields: { into: 'Payee 3' },
    },
    {
      route: at('/payees/:payeeId/apart'),
      page: `${path}/payees/${three}`,
      action: `${path}/payees/${three}/apart`,
    },
    ...schedules,
    {
      route: at('/receipts/:receiptId/delete'),
      page: `${path}/receipts/${receipt}`,
      action: `${path}/receipts/${receipt}/delete`,
    },
    { route: at('/rules/apply'), page: `${path}/rules/apply`, action: `${path}/rules/apply` },
    {
      route: at('/rules'),
      page: `${path}/rules/new`,
      action: `${path}/rules`,
      fields: { conditionText: 'rent', conditionHow: 'starts', actionCategory: food },
    },
    {
      route: at('/rules/:ruleId'),
      page: `${path}/rules/${rule}`,
      action: `${path}/rules/${rule}`,
      fields: { conditionText: 'Kiosk 2' },
    },
    {
      route: at('/rules/:ruleId/move'),
      page: `${path}/rules`,
      action: `${path}/rules/${other}/move`,
    },
    {
      route: at('/rules/:ruleId/delete'),
      page: `${path}/rules/${other}`,
      action: `${path}/rules/${other}/delete`,
    },
    {
      route: at('/unsorted'),
      page: `${path}/unsorted`,
      action: `${path}/unsorted`,
      fields: { category: food },
    },
    { route: at('/activity/:actId/undo'), page: `${path}/activity`, action: `${path}/activity/${act}/undo` },
    {
      route: at('/categories'),
      page: `${path}/categories/new`,
      action: `${path}/categories`,
      fields: { name: 'Salt', kind: 'received', parent: '' },
    },
    {
      route: at('/categories/:categoryId'),
      page: `${path}/categories/${food}`,
      action: `${path}/categories/${food}`,
      fields: { name: 'Bread' },
    },
    {
      route: at('/settings/invitations/:invitationId/withdraw'),
      page: `${path}/settings`,
      action: `${path}/settings/invitations/${link?.id}/withdraw`,
    },
    { route: at('/sample'), who: gil, page: `/books/${gil.book}`, action: `/books/${gil.book}/sample` },
    { route: '/books/sample/remove', who: eve, page: `/books/${sample}`, action: '/books/sample/remove' },
    {
      route: '/books/sample/restore',
      who: fay,
      page: `/books/${fay.book}?gone=${removed}`,
      action: '/books/sample/restore',
    },
    { route: '/invitation', who: eve, page: `/invitation?token=${token}`, action: '/invitation' },
    { route: '/books/leave', who: ben, page: `${path}/settings`, action: '/books/leave', fields: { book } },
  ].map((form) => ({ who: ada, ...form }));
}

/** Every form of what comes again. */
async function formsOfSchedules(home: Household, bank: Money, category: string) {
  const at = (part: string) => `/books/:bookId/schedules${part}`;
  const path = `${home.path}/schedules`;
  const today = todayIn('UTC');
  const recurrence = { first: today, unit: 'week', every: 1, on: 'same day' } as const;
  const ours = {
    book: home.book,
    person: home.ada.person,
    account: bank,
    category,
    first: today,
    recurrence,
  };
  const make = (payee: string) => home.write((sql) => makeSchedule(sql, { ...ours, payee }));
  const [one, gone] = [await make('Rent'), await make('Gym')];
  for (const back of [65, 35, 5])
    await home.enter({
      ...{ kind: 'spent', account: bank, payee: 'Stream', bookedOn: dayAfter(today, -back) },
      lines: [{ category, amount: 1299n, note: '' }],
    });
  const on = (weeks: number) => dayAfter(today, 7 * weeks);
  return [
    {
      route: at(''),
      page: `${path}/new`,
      action: path,
      fields: { amount: '12', payee: 'Landlord', every: '3' },
    },
    { route: at('/refuse'), page: path, action: `${path}/refuse` },
    { route: at('/:scheduleId'), page: `${path}/${one}`, action: `${path}/${one}`, fields: { amount: '13' } },
    { route: at('/:scheduleId/delete'), page: `${path}/${gone}`, action: `${path}/${gone}/delete` },
    {
      route: at('/:scheduleId/:dueOn'),
      page: `${path}/${one}/${on(1)}`,
      action: `${path}/${one}/${on(1)}`,
      fields: { amount: '14' },
    },
    { route: at('/:scheduleId/:dueOn/enter'), page: path, action: `${path}/${one}/${today}/enter` },
    { route: at('/:scheduleId/:dueOn/skip'), page: path, action: `${path}/${one}/${on(2)}/skip` },
  ];
}
