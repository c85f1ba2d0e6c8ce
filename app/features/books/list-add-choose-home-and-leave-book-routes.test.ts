import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../../testing/household.ts';
import { atOnce } from '../../testing/requests-on-locked-rows.ts';
import type { SignedIn } from '../../testing/start-app.ts';

let home: Household;
beforeAll(async () => {
  home = await household();
});

describe('books', () => {
  it('are those that the person is a member of', async () => {
    const ben = await home.signedIn('Ben');
    const { body } = await ben.get('/books');
    expect(body).toContain(`/books/${ben.book}`);
    expect(body).not.toContain(home.book);
  });

  it('are made once for each form, with the starter set', async () => {
    const form = { key: randomUUID(), name: 'Choir', currency: 'CHF' };
    const { location = '' } = (await home.ada.post('/books', form)).headers;
    expect((await home.ada.post('/books', form)).headers.location).toBe(location);
    expect((await home.ada.get('/books')).body.match(/<b>Choir<\/b>/g)).toHaveLength(1);
    expect((await home.ada.get(`${location}/categories`)).body).toContain('Groceries');
  });

  it('have ids of the server, whatever the key of their form', async () => {
    const ben = await home.signedIn('Ben');
    for (const key of [home.book, '00000000-0000-0000-0000-000000000000']) {
      const made = await ben.post('/books', { key, name: `Mine now, by ${key}`, currency: 'EUR' });
      expect(made.headers.location).not.toContain(key);
      expect((await ben.get(`/books/${key}`)).statusCode).toBe(404);
    }
  });

  it('are refused without a name or a currency, and keep what was typed', async () => {
    const response = await home.ada.post('/books', { key: randomUUID(), name: '', currency: 'ZZZ' });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('Type a name.');
    expect(response.body).toContain('Choose a currency.');
  });

  it('are renamed by those who may', async () => {
    const path = `${home.path}/settings`;
    expect((await home.ada.post(path, { key: randomUUID(), name: 'Our house' })).statusCode).toBe(303);
    expect((await home.ada.get(path)).body).toContain('value="Our house"');
    expect((await home.ada.post(path, { key: randomUUID(), name: ' ' })).statusCode).toBe(422);
  });
});

describe('the home of a person', () => {
  it('is the book that they choose, of pages and of the API', async () => {
    const ben = await home.signedIn('Ben');
    const { location = '' } = (await ben.post('/books', { key: 'club', name: 'Club', currency: 'CHF' }))
      .headers;
    const club = String(location).split('/').at(-1) ?? '';
    expect((await ben.get('/')).headers.location).toBe(`/books/${ben.book}`);
    expect((await ben.post('/books/home', { book: club })).headers.location).toBe('/books?done=home');
    expect((await ben.get('/')).headers.location).toBe(`/books/${club}`);
    expect(await bookOfApi(ben)).toBe(club);
    const { body } = await ben.get('/books');
    expect(body).toMatch(/<b>Club<\/b>.*?<span class="badge">Home<\/span>/s);
    expect(body.match(/class="badge">Home/g)).toHaveLength(1);
  });

  it('is no book of others, whatever its id and whoever they are', async () => {
    const [ben, eve] = [await home.signedIn('Ben'), await home.signedIn('Eve')];
    // Former attacks: a key that becomes the lowest id, and adding a member by e-mail.
    const lowest = '00000000-0000-0000-0000-000000000000';
    const { headers } = await eve.post('/books', { key: lowest, name: 'Trap', currency: 'EUR' });
    const trap = String(headers.location).split('/').at(-1) ?? '';
    for (const path of ['members', 'invitations']) {
      const form = { key: randomUUID(), email: ben.email, role: 'owner' };
      await eve.post(`/books/${trap}/settings/${path}`, form);
    }
    const [row] =
      await home.rows`select id, person_id from book join member on book_id = id where name = 'Trap'`;
    expect(row).toEqual({ id: trap, person_id: eve.person });
    expect(trap).not.toBe(lowest);

    // Even a book that he did join, and that is the oldest of all.
    await home.rows`insert into member (book_id, person_id, role, created_at)
      values (${trap}, ${ben.person}, 'owner', '2000-01-01')`;
    expect((await ben.get('/')).headers.location).toBe(`/books/${ben.book}`);
    expect(await bookOfApi(ben)).toBe(ben.book);
    expect((await ben.post('/books/home', { book: home.book })).statusCode).toBe(404);
    expect((await ben.get('/')).headers.location).toBe(`/books/${ben.book}`);
  });

  it('is another of their books once they are out of it', async () => {
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'viewer');
    await ben.post('/books/home', { book: home.book });
    expect((await ben.get('/')).headers.location).toBe(home.path);
    await remove(home.ada, ben.person);
    expect((await ben.get('/')).headers.location).toBe(`/books/${ben.book}`);
  });
});

describe('members', () => {
  it('are shown to each other, and taken out by the owner, at once', async () => {
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    for (const member of [home.ada, ben])
      expect((await member.get(`${home.path}/settings`)).body).toContain(ben.email);
    const data = `/api/data?book=${home.book}`;
    expect((await ben.get(data)).statusCode).toBe(200);
    expect((await remove(home.ada, ben.person)).statusCode).toBe(303);
    for (const url of [home.path, `${home.path}/transactions`, `${home.path}/settings`, data])
      expect((await ben.get(url)).statusCode, url).toBe(404);
    const written = await ben.post(`${home.path}/categories`, {
      key: 'late',
      kind: 'spent',
      name: 'Late',
      parent: '',
    });
    expect(written.statusCode).toBe(404);
    expect(await changesOf(ben)).toEqual([
      { by: home.ada.person, action: 'delete', before: 'editor', after: null },
    ]);
  });

  it('do not take out others, and nobody takes out the owner', async () => {
    const [cleo, dan, eve] = [
      await home.signedIn('Cleo'),
      await home.signedIn('Dan'),
      await home.signedIn('Eve'),
    ];
    await home.admit(cleo, 'editor');
    await home.admit(dan, 'viewer');
    await home.admit(eve, 'owner');
    expect((await remove(cleo, dan.person)).statusCode).toBe(403);
    for (const person of [home.ada.person, eve.person, 'nonsense', randomUUID()])
      expect((await remove(home.ada, person)).statusCode).toBe(404);
    expect(await changesOf(eve)).toEqual([]);
  });

  it('have the role that an owner gives them, which is written down once', async () => {
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'viewer');
    const page = `${home.path}/settings/members/${ben.person}`;
    expect((await home.ada.get(page)).body).toContain('value="viewer" checked');
    for (const role of ['editor', 'editor', 'owner'])
      expect((await setRole(home.ada, ben.person, role)).statusCode).toBe(303);
    expect(await changesOf(ben)).toEqual([
      { by: home.ada.person, action: 'edit', before: 'viewer', after: 'editor' },
      { by: home.ada.person, action: 'edit', before: 'editor', after: 'owner' },
    ]);
    // An owner can be changed by nobody else.
    for (const role of ['viewer', 'owner'])
      expect((await setRole(home.ada, ben.person, role)).statusCode).toBe(404);
    expect((await home.ada.get(page)).statusCode).toBe(404);
  });

  it('are no owners less by a change of role, not even by the only owner themselves', async () => {
    const ben = await home.signedIn('Ben');
    const ways: [SignedIn, string][] = [
      [ben, ben.person],
      [ben, home.ada.person],
    ];
    for (const role of ['editor', 'viewer'])
      for (const [by, person] of ways)
        expect((await setRole(by, person, role, ben.book)).statusCode).toBe(404);
    expect((await remove(ben, ben.person, ben.book)).statusCode).toBe(404);
    const [row] = await home.rows`select role from member where book_id = ${ben.book}`;
    expect(row).toEqual({ role: 'owner' });
  });

  it('give themselves no role', async () => {
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    expect((await setRole(ben, ben.person, 'owner')).statusCode).toBe(403);
    expect((await setRole(home.ada, ben.person, 'god')).statusCode).toBe(400);
    expect(await changesOf(ben)).toEqual([]);
  });
});

describe('leaving a book', () => {
  it.each(['viewer', 'editor', 'owner'] as const)('is up to each %s, and is written down', async (role) => {
    const ben = await home.signedIn('Ben');
    await home.admit(ben, role);
    expect((await ben.get(`${home.path}/settings`)).body).toContain('Leave this book');
    // The second click gets the same response.
    for (let click = 0; click < 2; click++)
      expect((await leave(ben, home.book)).headers.location).toBe('/books?done=left');
    expect((await ben.get(home.path)).statusCode).toBe(404);
    expect(await changesOf(ben)).toEqual([{ by: ben.person, action: 'delete', before: role, after: null }]);
  });

  it('is not for the only owner, who is told what to do first', async () => {
    const [ben, cleo] = [await home.signedIn('Ben'), await home.signedIn('Cleo')];
    const settings = `/books/${ben.book}/settings`;
    expect((await ben.get(settings)).body).toContain('You are the only member');
    expect((await leave(ben, ben.book)).headers.location).toBe(settings);
    await home.rows`insert into member (book_id, person_id, role) values (${ben.book}, ${cleo.person}, 'editor')`;
    expect((await ben.get(settings)).body).toContain('A book needs an owner.');
    expect((await leave(ben, ben.book)).headers.location).toBe(settings);
    expect((await ben.get(settings)).statusCode).toBe(200);

    await setRole(ben, cleo.person, 'owner', ben.book);
    expect((await leave(ben, ben.book)).headers.location).toBe('/books?done=left');
    expect((await ben.get('/')).body).toContain('No book yet');
    expect((await cleo.get(settings)).statusCode).toBe(200);
  });

  it('keeps one of two owners who go at once', async () => {
    const [ben, cleo] = [await home.signedIn('Ben'), await home.signedIn('Cleo')];
    await home.rows`insert into member (book_id, person_id, role) values (${ben.book}, ${cleo.person}, 'owner')`;
    await Promise.all([ben.get('/books'), cleo.get('/books')]);
    const asked = [ben, cleo].map((one) => () => leave(one, ben.book));
    const answers = await atOnce(home, 'book', asked);
    const places = answers.map(({ headers }) => headers.location).sort();
    expect(places).toEqual([`/books/${ben.book}/settings`, '/books?done=left']);
    expect(await home.rows`select from member where book_id = ${ben.book}`).toHaveLength(1);
  });

  it('does nothing to a book of others, and does not tell it from one that never was', async () => {
    const eve = await home.signedIn('Eve');
    for (const book of [home.book, randomUUID()])
      expect((await leave(eve, book)).headers.location).toBe('/books?done=left');
    expect((await home.ada.get(home.path)).statusCode).toBe(200);
  });
});

function remove(by: SignedIn, person: string, book = home.book) {
  return by.post(`/books/${book}/settings/members/${person}/remove`, { key: randomUUID() });
}

function setRole(by: SignedIn, person: string, role: string, book = home.book) {
  return by.post(`/books/${book}/settings/members/${person}/role`, { key: randomUUID(), role });
}

function leave(who: SignedIn, book: string) {
  return who.post('/books/leave', { book });
}

/** Audit trail of somebody's membership. */
async function changesOf({ person }: SignedIn) {
  const lines = await home.rows`
    select person_id as by, action, before ->> 'role' as before, after ->> 'role' as after from audit
    where subject = 'member' and subject_id = ${person} order by id`;
  return [...lines];
}

/** The book that the API uses when none is named. */
async function bookOfApi(who: SignedIn): Promise<string> {
  return (await who.get('/api/data')).json().book;
}
