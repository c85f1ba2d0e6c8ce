import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../../testing/household.ts';

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
    const made = await home.ada.post('/books', form);
    expect(made.headers.location).toBe(`/books/${form.key}`);
    expect((await home.ada.post('/books', form)).statusCode).toBe(303);
    expect((await home.ada.get('/books')).body.match(/<b>Choir<\/b>/g)).toHaveLength(1);
    expect((await home.ada.get(`/books/${form.key}/categories`)).body).toContain('Groceries');
  });

  it("do not let a key reach somebody else's book", async () => {
    const ben = await home.signedIn('Ben');
    await ben.post('/books', { key: home.book, name: 'Mine now', currency: 'EUR' });
    expect((await ben.get(`/books/${home.book}`)).statusCode).toBe(404);
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
  const path = () => `${home.path}/settings/members`;
  const join = (email: string, role = 'editor') => home.ada.post(path(), { key: randomUUID(), email, role });

  it('are let in by the owner and taken out again', async () => {
    const ben = await home.signedIn('Ben');
    expect((await join(ben.email.toUpperCase())).statusCode).toBe(303);
    expect((await ben.get(`${home.path}/accounts/new`)).statusCode).toBe(200);
    await home.ada.post(`${path()}/${ben.person}/remove`, { key: randomUUID() });
    expect((await ben.get(home.path)).statusCode).toBe(404);
  });

  it('cannot be let in when they have not signed up, or twice', async () => {
    expect((await join('nobody@example.org')).body).toContain('Nobody with this e-mail has signed up');
    expect((await join(home.ada.email)).statusCode).toBe(422);
  });

  it('do not let in others, nor take out the owner', async () => {
    const cleo = await home.signedIn('Cleo');
    const dan = await home.signedIn('Dan');
    await join(cleo.email);
    const invite = await cleo.post(path(), { key: randomUUID(), email: dan.email, role: 'viewer' });
    expect(invite.statusCode).toBe(403);
    const remove = (person: string) => home.ada.post(`${path()}/${person}/remove`, { key: randomUUID() });
    expect((await remove(home.ada.person)).statusCode).toBe(404);
    expect((await remove('nonsense')).statusCode).toBe(404);
  });
});
