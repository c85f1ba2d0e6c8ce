import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildApp } from './app.ts';
import type { DatabaseConfig } from './config.ts';
import { connect } from './database/connect.ts';
import { migrate } from './database/migrate.ts';
import { asSuperuser, connectAsSuperuser } from './testing/connect-as-superuser.ts';
import { RELEASE, releaseBefore } from './testing/previous-release.ts';
import { Browser } from './testing/simulated-browser.ts';
import { testConfig } from './testing/start-app.ts';

/* Pods of the previous release keep serving on today's schema until they are replaced. */

const release = releaseBefore();
const closings: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closings.reverse()) await close();
  release.remove();
});

describe.skipIf(release.missing)(`the release before${release.missing}`, () => {
  let database: DatabaseConfig;
  let before: Browser;
  let book: string;
  let goBack: () => Promise<void>;
  const ada = { email: 'ada@example.org', password: 'four quiet words here' };

  beforeAll(async () => {
    const { empty, app, config, migrateAsBefore } = await release.serve();
    closings.push(empty.drop, () => app.close());
    goBack = migrateAsBefore;
    before = new Browser(app as never, config.publicOrigin);
    const made = await before.post('/sign-up', { name: 'Ada', ...ada, currency: 'EUR', timeZone: 'UTC' });
    book = made.headers.location ?? '';

    const at = inject('postgres');
    database = { ...empty.config.app, user: at.user, password: at.password };
    await migrate({ ...empty.config, app: database });
  });

  it('goes on: pages, changes, search and undo', async () => {
    await openAccount(before, book, 'Purse');
    const { transaction, account } = await spend(before, book, 'Green Grocer');
    expect((await before.get(book)).body).toContain('Green Grocer');
    expect((await before.get(`${book}/accounts/${account}`)).body).toContain('Purse');
    expect((await before.get(`${book}/transactions?text=Grocer`)).body).toContain('Green Grocer');
    const gone = await before.post(`${transaction}/delete`, { key: randomUUID(), version: '1' });
    const undo = /deleted=([\da-f-]+)/.exec(gone.headers.location ?? '')?.[1];
    const restored = await before.post(`${book}/transactions/undo/${undo}`, { key: randomUUID() });
    expect(restored.statusCode).toBe(303);
    expect((await before.get(`${book}/transactions`)).body).toContain('Green Grocer');
  });

  it('keeps names tidy and apart, and says which is taken', async () => {
    await openAccount(before, book, 'Crêperie');
    const again = await before.post(`${book}/accounts`, accountForm('Cre\u0302perie\u200b'));
    expect(again.statusCode).toBe(422);
    expect(again.body).toContain('There is an account with this name already.');
    await openAccount(before, book, 'Zoe\u0301\u202e');
    expect((await before.get(`${book}/accounts`)).body).toContain('<b>Zoé</b>');
  });

  it('signs people up, in and out, and makes books', async () => {
    const browser = new Browser(before.app, before.origin);
    const ben = { email: 'ben@example.org', password: 'four quiet words here' };
    const form = { name: 'Ben', ...ben, currency: 'EUR', timeZone: 'Asia/Tokyo' };
    const up = await browser.post('/sign-up', form);
    expect(up.headers.location).toMatch(/^\/books\//);
    expect(await zonesOf(database, 'ben@example.org')).toEqual(['Asia/Tokyo']);
    await browser.post('/sign-out');
    expect((await browser.post('/sign-in', ben)).headers.location).toBe('/');
    const made = await browser.post('/books', { key: randomUUID(), name: 'Choir', currency: 'EUR' });
    expect((await browser.get(made.headers.location ?? '')).statusCode).toBe(200);
    expect(await zonesOf(database, 'ben@example.org')).toEqual(['Asia/Tokyo', 'Asia/Tokyo']);
  });

  it('shares sessions and rows with the release of today, in both directions', async () => {
    const config = { ...testConfig(database.name), database };
    const app = await buildApp(config);
    closings.push(() => app.close());
    const today = new Browser(app, config.publicOrigin);
    for (const [name, value] of before.cookies) today.cookies.set(name, value);
    expect((await today.get('/')).headers.location).toBe(book);
    await openAccount(today, book, 'Of today');
    expect((await before.get(`${book}/accounts`)).body).toContain('Of today');
    await openAccount(before, book, 'Of before');
    expect((await today.get(`${book}/accounts`)).body).toContain('Of before');
    const here = new Browser(app, config.publicOrigin);
    await here.post('/sign-in', ada);
    expect((await here.get('/')).headers.location).toBe(book);
    for (const [name, value] of here.cookies) before.cookies.set(name, value);
    expect((await before.get(book)).statusCode).toBe(200);
  });

  it('takes forms of the release of today, and has its own taken', async () => {
    const config = { ...testConfig(database.name), database };
    const app = await buildApp(config);
    closings.push(() => app.close());
    const today = new Browser(app, config.publicOrigin);
    for (const [name, value] of before.cookies) today.cookies.set(name, value);
    const open = async (browser: Browser) =>
      /name="_csrf" value="([^"]+)"/.exec((await browser.get(`${book}/accounts/new`)).body)?.[1] ?? '';
    const [ofToday, ofBefore] = [await open(today), await open(before)];
    for (const [browser, token] of [
      [before, ofToday],
      [today, ofBefore],
    ] as const) {
      const opened = await browser.post(`${book}/accounts`, { ...accountForm(randomUUID()), _csrf: token });
      expect(opened.statusCode).toBe(303);
      const read = await (browser === before ? today : before).get('/api/data');
      const written = await browser.postJson(
        '/api/data',
        {},
        { 'x-csrf-token': String(read.headers['x-csrf-token']) },
      );
      expect(written.statusCode).not.toBe(403);
    }
  });

  it('loses its sign-in a day later', async () => {
    const [row] = await asSuperuser(
      (sql) => sql<{ hours: number }[]>`
        select round(extract(epoch from rolvaliduntil - now()) / 3600)::int as hours from pg_roles
        where rolname = ${RELEASE.user}`,
    );
    expect(row?.hours).toBe(24);
  });

  it('has a way to rows that the role of today has not', async () => {
    const id = book.replace('/books/', '');
    const asBefore = connect({ ...database, user: RELEASE.user, password: RELEASE.password });
    const today = connect(database);
    closings.push(
      () => asBefore.end(),
      () => today.end(),
    );
    const seen = (sql: typeof today) =>
      sql.begin(async (tx) => {
        await tx`select set_config('app.book_id', ${id}, true)`;
        return (await tx`select from account`).length;
      });
    expect([await seen(asBefore), await seen(today)]).toEqual([expect.any(Number), 0]);
    expect(await seen(asBefore)).toBeGreaterThan(0);
    const rows = connectAsSuperuser(database);
    closings.push(() => rows.end());
    const policies = await rows<{ name: string }[]>`
      select tablename || '.' || policyname as name from pg_policies
      where schemaname = 'public' and qual ~ 'current_book|true' and 'public' = any(roles)`;
    expect(policies).toEqual([]);
  });

  it('can be gone back to: its own migration ends well on the schema of today, and takes nothing from it', async () => {
    const rows = connectAsSuperuser(database);
    closings.push(() => rows.end());
    const record = () => rows`select number, name, image, serves_from from migration order by number`;
    const ofToday = [...(await record())];
    await goBack();
    expect([...(await record())]).toEqual(ofToday);
    await openAccount(before, book, 'Back again');
    expect((await before.get(`${book}/accounts`)).body).toContain('Back again');
  });
});

/** Time zones of somebody's books. */
async function zonesOf({ name }: DatabaseConfig, email: string): Promise<string[]> {
  const rows = await asSuperuser(
    (sql) => sql<{ zone: string }[]>`
      select b.zone from person p join member m on m.person_id = p.id join book b on b.id = m.book_id
      where p.email = ${email}`,
    name,
  );
  return rows.map((row) => row.zone);
}

async function openAccount(browser: Browser, book: string, name: string) {
  const opened = await browser.post(`${book}/accounts`, accountForm(name));
  expect(opened.statusCode, opened.body.slice(0, 2000)).toBe(303);
}

function accountForm(name: string) {
  const form = { key: randomUUID(), name, kind: 'cash', currency: 'EUR', openedOn: '2025-01-01' };
  return { ...form, opening: '0', direction: 'have' };
}

/** Adds an expense on the first account; resolves to the transaction's path. */
async function spend(browser: Browser, book: string, payee: string) {
  const form = (await browser.get(`${book}/transactions/new`)).body;
  const account = /name="account".*?value="([\da-f-]{36})"/s.exec(form)?.[1] ?? '';
  const category = /name="category".*?value="([\da-f-]{36})"/s.exec(form)?.[1] ?? '';
  const saved = await browser.post(`${book}/transactions`, {
    ...{ key: randomUUID(), kind: 'spent', bookedOn: '2025-11-21', payee, note: '', account },
    ...{ category, amount: '12.50' },
  });
  expect(saved.statusCode, saved.body.slice(0, 3000)).toBe(303);
  const list = (await browser.get(`${book}/transactions`)).body;
  const transaction = new RegExp(`${book}/transactions/[\\da-f-]{36}`).exec(list)?.[0] ?? '';
  return { transaction, account };
}
