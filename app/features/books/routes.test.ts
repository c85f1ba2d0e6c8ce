import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../../testing/household.ts';
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
      const made = await ben.post('/books', { key, name: 'Mine now', currency: 'EUR' });
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

describe('members', () => {
  const remove = (by: SignedIn, person: string) =>
    by.post(`${home.path}/settings/members/${person}/remove`, { key: randomUUID() });

  it('are shown to each other, and taken out by the owner', async () => {
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    for (const member of [home.ada, ben])
      expect((await member.get(`${home.path}/settings`)).body).toContain(ben.email);
    expect((await remove(home.ada, ben.person)).statusCode).toBe(303);
    expect((await ben.get(home.path)).statusCode).toBe(404);
  });

  it('do not take out others, and nobody takes out the owner', async () => {
    const [cleo, dan] = [await home.signedIn('Cleo'), await home.signedIn('Dan')];
    await home.admit(cleo, 'editor');
    await home.admit(dan, 'viewer');
    expect((await remove(cleo, dan.person)).statusCode).toBe(403);
    expect((await remove(home.ada, home.ada.person)).statusCode).toBe(404);
    expect((await remove(home.ada, 'nonsense')).statusCode).toBe(404);
  });
});
