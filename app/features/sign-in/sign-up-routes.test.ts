import { describe, expect, it } from 'vitest';
import { keepFirstInvitation } from '../../database/store-first-invitation.ts';
import { newToken } from '../../secret-token.ts';
import { invite } from '../../testing/create-invitation.ts';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { atOnce } from '../../testing/requests-on-locked-rows.ts';
import { opened, startApp } from '../../testing/start-app.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

const ada = {
  name: 'Ada <b>',
  email: 'Ada@Example.org',
  password: 'correct horse battery',
  currency: 'JPY',
  timeZone: 'Asia/Tokyo',
};

describe('signing up', () => {
  it('makes a person, a book called after them, and its owner, and signs them in', async () => {
    const { visitor, rows } = await startApp();
    const browser = visitor();
    const response = await browser.post('/sign-up', ada, { 'accept-language': 'ja-JP,ja;q=0.9' });
    expect(response.statusCode).toBe(303);
    const [row] = await rows`
      select email, person.currency, locale, time_zone, book.name as book, book.currency as "bookCurrency", role, book.id,
        book.zone as "bookZone"
      from person join member on person_id = person.id join book on book.id = book_id`;
    expect(row).toMatchObject({
      ...{ email: 'Ada@Example.org', currency: 'JPY', locale: 'ja-JP', time_zone: 'Asia/Tokyo' },
      ...{ book: 'Ada <b>’s book', bookCurrency: 'JPY', bookZone: 'Asia/Tokyo', role: 'owner' },
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

describe('what a sign-up guesses from the browser', () => {
  it.each([
    ['de-CH,de;q=0.9,en;q=0.8', { currency: 'CHF', locale: 'de-CH', timeZone: 'Europe/Zurich' }],
    ['ja', { currency: 'JPY', locale: 'ja', timeZone: 'Asia/Tokyo' }],
    ['id-ID', { currency: 'IDR', locale: 'id-ID' }],
    ['sw-KE', { currency: 'KES', locale: 'sw-KE', timeZone: 'Africa/Nairobi' }], // of no list
    ['en-US,en;q=0.9', { currency: 'USD', locale: 'en-US', timeZone: 'UTC' }],
    ['en', { currency: 'EUR', locale: 'en', timeZone: 'UTC' }],
    ['nonsense, x-y', { currency: 'EUR', locale: 'en', timeZone: 'UTC' }],
  ])('is chosen already: %s', async (language, guess) => {
    const { visitor } = await startApp();
    const { body } = await visitor().get('/sign-up', { 'accept-language': language });
    expect(findForm(body, '/sign-up')).toMatchObject(guess);
    expect(body).toContain('Guessed from your browser');
  });

  it('is said to be nothing where the browser tells nothing, and only then', async () => {
    const { visitor } = await startApp();
    const unknown = [
      'does not say in which country you are',
      '<noscript><p><small>Your browser does not say',
    ];
    const [vague, clear] = [
      await visitor().get('/sign-up'),
      await visitor().get('/sign-up', { 'accept-language': 'it-IT' }),
    ];
    for (const words of unknown) {
      expect(vague.body).toContain(words);
      expect(clear.body).not.toContain(words);
    }
  });

  it('is what is chosen in the form, if that is something else', async () => {
    const { visitor, rows } = await startApp();
    const chosen = { ...ada, currency: 'SEK', locale: 'sv', timeZone: 'Europe/Stockholm' };
    const browser = visitor();
    const headers = { 'accept-language': 'ja-JP' };
    const again = await browser.post('/sign-up', { ...chosen, password: 'short' }, headers);
    expect(findForm(again.body, '/sign-up')).toMatchObject({
      currency: 'SEK',
      locale: 'sv',
      timeZone: 'Europe/Stockholm',
    });
    expect(again.body).not.toContain('Guessed from your browser');
    expect((await browser.post('/sign-up', chosen, headers)).statusCode).toBe(303);
    expect(await rows`select currency, locale, time_zone as "timeZone" from person`).toEqual([
      { currency: 'SEK', locale: 'sv', timeZone: 'Europe/Stockholm' },
    ]);
    const refused = await visitor().post('/sign-up', {
      ...ada,
      email: 'b@example.org',
      locale: 'no language',
    });
    expect([refused.statusCode, refused.body.includes('Choose a language.')]).toEqual([422, true]);
  });
});

describe('signing up by a link', () => {
  const nora = { ...ada, name: 'Nora', email: 'nora@example.org' };

  it('makes a member of its book, which is their home and their only one', async () => {
    const { signedIn, visitor, rows } = await startApp();
    const owner = await signedIn();
    const token = await invite(owner, 'editor');
    const browser = visitor();
    const form = await browser.get(`/sign-up?invitation=${token}`);
    expect(form.body).toContain('Ada invites you to the book “Ada’s book”, as its editor.');
    expect(form.body).toContain(`name="invitation" value="${token}"`);
    const { headers } = await browser.post('/sign-up', { ...nora, invitation: token });
    expect(headers.location).toBe(`/books/${owner.book}`);
    expect((await browser.get('/')).headers.location).toBe(`/books/${owner.book}`);
    const found = await rows`
      select p.id, p.home_book, m.book_id, m.role, i.used_by, a.person_id as by, a.action, a.after ->> 'role' as joined
      from person p join member m on m.person_id = p.id
        join invitation i on i.used_at is not null
        join audit a on a.subject = 'member' and a.subject_id = p.id
      where p.email = ${nora.email}`;
    const [{ id } = {}] = found;
    const book = owner.book;
    expect(found).toEqual([
      {
        id,
        home_book: book,
        book_id: book,
        role: 'editor',
        used_by: id,
        by: id,
        action: 'add',
        joined: 'editor',
      },
    ]);
    expect(await rows`select from book`).toHaveLength(1);
  });

  it('makes one person of two who send it at once, and tells the other', async () => {
    const started = await startApp();
    const { rows } = started;
    const token = await invite(await started.signedIn(), 'editor');
    const asked = [nora, { ...nora, email: 'otto@example.org' }].map((person) => {
      const browser = started.visitor();
      return () => browser.post('/sign-up', { ...person, invitation: token });
    });
    const answers = await atOnce(started, 'invitation', asked);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 404]);
    expect(answers.find(({ statusCode }) => statusCode === 404)?.body).toContain('This link does not work');
    expect(await rows`select from person`).toHaveLength(2);
    expect(await rows`select from member`).toHaveLength(2);
  });

  it('says that an address is taken, leads to the sign-in, and leaves the link as it was', async () => {
    const { signedIn, visitor, rows } = await startApp();
    const [owner, ben] = [await signedIn(), await signedIn('Ben')];
    const token = await invite(owner, 'editor');
    const { statusCode, body } = await visitor().post('/sign-up', {
      ...nora,
      email: ben.email.toUpperCase(),
      invitation: token,
    });
    expect(statusCode).toBe(422);
    expect(body).toContain('There is an account with this e-mail already');
    expect(unescapeMarkup(body)).toContain(
      `/sign-in?next=${encodeURIComponent(`/invitation?token=${token}`)}`,
    );
    expect(await rows`select from member where book_id = ${owner.book}`).toHaveLength(1);
    expect((await ben.post('/invitation', { token })).headers.location).toBe(`/books/${owner.book}`);
  });

  it('keeps the link through a mistake in the form', async () => {
    const { signedIn, visitor } = await startApp();
    const token = await invite(await signedIn(), 'editor');
    const browser = visitor();
    const { statusCode, body } = await browser.post('/sign-up', { ...nora, name: '', invitation: token });
    expect(statusCode).toBe(422);
    expect(body).toContain(`name="invitation" value="${token}"`);
    expect((await browser.post('/sign-up', { ...nora, invitation: token })).statusCode).toBe(303);
  });
});

describe.each(['open', 'invited'] as const)('a link that ends while its form is filled in (%s)', (signUp) => {
  it.each(['expires_at', 'withdrawn_at', 'used_at'])('makes nobody (%s)', async (column) => {
    const open = await startApp();
    const owner = await open.signedIn();
    const token = await invite(owner, 'editor');
    const started = await startApp({ signUp, database: open.config.database });
    const browser = started.visitor();
    expect((await browser.get(`/sign-up?invitation=${token}`)).body).toContain('name="password"');
    await open.rows`update invitation set ${open.rows(column)} = now() - interval '1 second'`;
    const answer = await browser.post('/sign-up', { ...ada, email: 'late@example.org', invitation: token });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain('This link does not work');
    expect(await open.rows`select from person`).toHaveLength(1);
    expect((await browser.get('/books')).statusCode).toBe(303); // nobody is signed in
  });
});

describe('where people sign up by invitation', () => {
  it('nobody does without a link, and no page shows a way', async () => {
    const { visitor, rows } = await startApp({ signUp: 'invited' });
    for (const answer of [await visitor().get('/sign-up'), await visitor().post('/sign-up', ada)]) {
      expect(answer.statusCode).toBe(403);
      expect(answer.body).toContain('By invitation only');
    }
    const guess = { ...ada, invitation: newToken() };
    expect((await visitor().post('/sign-up', guess)).statusCode).toBe(404);
    expect(await rows`select from person`).toHaveLength(0);
    for (const url of ['/', '/sign-in', '/nowhere', '/invitation?token=x'])
      expect((await visitor().get(url)).body, url).not.toContain('/sign-up');
  });

  it('the first person has a link of their own, others those of owners', async () => {
    const { visitor, rows } = await startApp({ signUp: 'invited' });
    const token = newToken();
    await keepFirstInvitation(rows, token);
    const first = visitor();
    expect((await visitor().get(`/invitation?token=${token}`)).headers.location).toBe(
      `/sign-up?invitation=${token}`,
    );
    expect((await first.get(`/sign-up?invitation=${token}`)).body).toContain('You are the first person here');
    const { location = '' } = (await first.post('/sign-up', { ...ada, invitation: token })).headers;
    const book = String(location).split('/').at(-1) ?? '';
    expect((await first.get('/')).headers.location).toBe(`/books/${book}`);
    expect(await rows`select role from member`).toEqual([{ role: 'owner' }]);

    const eve = { ...ada, email: 'eve@example.org' };
    expect((await visitor().post('/sign-up', { ...eve, invitation: token })).statusCode).toBe(404);
    const owner = Object.assign(first, { ...ada, book, person: '' });
    const byOwner = await invite(owner, 'viewer', book);
    const { headers } = await visitor().post('/sign-up', { ...eve, invitation: byOwner });
    expect(headers.location).toBe(location);
  });

  it('of two who open the first link at once, one is the first', async () => {
    const started = await startApp({ signUp: 'invited' });
    const { rows } = started;
    const token = newToken();
    await keepFirstInvitation(rows, token);
    const asked = ['a@example.org', 'b@example.org'].map((email) => {
      const browser = started.visitor();
      return () => browser.post('/sign-up', { ...ada, email, invitation: token });
    });
    const answers = await atOnce(started, 'invitation', asked);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 404]);
    expect(await rows`select from person`).toHaveLength(1);
  });
});

describe('where nobody signs up', () => {
  it('a link does not help, but members still join by it', async () => {
    const started = await startApp();
    const [owner, ben] = [await started.signedIn(), await started.signedIn('Ben')];
    const token = await invite(owner, 'editor');
    const closed = await startApp({ signUp: 'closed', database: started.config.database });
    const visitor = closed.visitor();
    for (const answer of [
      await visitor.get('/sign-up'),
      await visitor.get(`/sign-up?invitation=${token}`),
      await visitor.post('/sign-up', { ...ada, invitation: token }),
    ]) {
      expect(answer.statusCode).toBe(403);
      expect(answer.body).toContain('No new accounts');
    }
    for (const url of ['/', '/sign-in', `/invitation?token=${token}`])
      expect((await visitor.get(url)).body, url).not.toContain('/sign-up');
    await visitor.post('/sign-in', { email: ben.email, password: ben.password });
    expect((await visitor.post('/invitation', { token })).headers.location).toBe(`/books/${owner.book}`);
  });
});
