import { describe, expect, it } from 'vitest';
import { opened, startApp } from '../../testing/start-app.ts';

const ada = {
  name: 'Ada <b>',
  email: 'Ada@Example.org',
  password: 'correct horse battery',
  currency: 'JPY',
  timeZone: 'Asia/Tokyo',
};

describe('signing up', () => {
  it('makes a person, a book called Home, and its owner, and signs them in', async () => {
    const { visitor, rows } = await startApp();
    const browser = visitor();
    const response = await browser.post('/sign-up', ada, { 'accept-language': 'ja-JP,ja;q=0.9' });
    expect(response.statusCode).toBe(303);
    const [row] = await rows`
      select email, person.currency, locale, time_zone, book.name as book, book.currency as "bookCurrency", role, book.id
      from person join member on person_id = person.id join book on book.id = book_id`;
    expect(row).toMatchObject({
      ...{ email: 'Ada@Example.org', currency: 'JPY', locale: 'ja-JP', time_zone: 'Asia/Tokyo' },
      ...{ book: 'Home', bookCurrency: 'JPY', role: 'owner' },
    });
    expect(response.headers.location).toBe(`/books/${row?.['id']}`);
    expect((await browser.get('/')).headers.location).toBe(`/books/${row?.['id']}`);
  });

  it('starts the book with categories', async () => {
    const { signedIn, database } = await startApp();
    const categories = await database.read(opened(await signedIn()), (sql) => sql`select name from category`);
    expect(categories.length).toBeGreaterThan(5);
  });

  it('comes back with what was typed, but for the password, and says what is wrong', async () => {
    const { visitor, rows } = await startApp();
    const response = await visitor().post('/sign-up', { ...ada, email: 'nonsense', password: 'short-hush' });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('value="Ada &#60;b&#62;"');
    expect(response.body).toContain('value="nonsense"');
    expect(response.body).toContain('Write an e-mail address');
    expect(response.body).toContain('at least 12 characters');
    expect(response.body).not.toContain('short-hush');
    expect(response.body).toMatch(/<option value="JPY" selected>/);
    expect(await rows`select from person`).toHaveLength(0);
  });

  it('refuses an e-mail that is taken, however it is written, and makes nothing', async () => {
    const { visitor, rows } = await startApp();
    await visitor().post('/sign-up', ada);
    const response = await visitor().post('/sign-up', { ...ada, email: 'ADA@example.ORG' });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('There is an account with this e-mail already');
    expect(await rows`select from book`).toHaveLength(1);
  });

  it('makes one account when the form is sent twice at once', async () => {
    const { visitor, rows } = await startApp();
    const [one, two] = [visitor(), visitor()];
    await Promise.all([one.token(), two.token()]);
    const answers = await Promise.all([one.post('/sign-up', ada), two.post('/sign-up', ada)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
    expect(await rows`select from person`).toHaveLength(1);
  });
});

describe('signing in', () => {
  it('leads to where one wanted to go, within this site', async () => {
    const { signedIn, visitor } = await startApp();
    const { email, password, book } = await signedIn();
    const wanted = await visitor().get(`/books/${book}?month=2026-05`);
    expect(wanted.headers.location).toBe(
      `/sign-in?next=${encodeURIComponent(`/books/${book}?month=2026-05`)}`,
    );
    const page = await visitor().get(String(wanted.headers.location));
    expect(page.body).toContain(`value="/books/${book}?month&#61;2026-05"`);
    const go = async (next: string) =>
      (await visitor().post('/sign-in', { email, password, next })).headers.location;
    expect(await go(`/books/${book}`)).toBe(`/books/${book}`);
    expect(await go('https://evil.example/')).toBe('/');
  });

  it('takes the e-mail however it is written', async () => {
    const { signedIn, visitor } = await startApp();
    const { email, password } = await signedIn();
    const response = await visitor().post('/sign-in', { email: ` ${email.toUpperCase()} `, password });
    expect(response.statusCode).toBe(303);
  });

  it('says the same for an unknown e-mail as for a wrong password', async () => {
    const { signedIn, visitor } = await startApp();
    const { email } = await signedIn();
    const attempt = async (who: string) => {
      const response = await visitor().post('/sign-in', { email: who, password: 'not the password' });
      const body = response.body.replace(/name="_csrf" value="[^"]+"/, '').replaceAll(who, 'WHO');
      return { status: response.statusCode, body };
    };
    expect(await attempt('nobody@example.org')).toEqual(await attempt(email));
  });

  it('does not look at a password of absurd length', async () => {
    const { visitor } = await startApp();
    const response = await visitor().post('/sign-in', { email: 'a@b.cd', password: 'x'.repeat(2000) });
    expect(response.statusCode).toBe(400);
  });
});
