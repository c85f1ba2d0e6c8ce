import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../plugins/person-and-book-authorization.ts';
import { type Household, household } from '../../testing/household.ts';
import type { SignedIn } from '../../testing/start-app.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
let settings: string;
beforeAll(async () => {
  home = await household();
  settings = `${home.path}/settings`;
});

describe('a link to a book', () => {
  it('is shown once, with the address that people type, and kept as a hash', async () => {
    const form = { key: randomUUID(), role: 'editor' };
    const { statusCode, body, headers } = await invite(home.ada, form);
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    const [, token = ''] =
      />http:\/\/localhost:8080\/invitation\?token=([\w-]{43})</.exec(unescapeMarkup(body)) ?? [];
    const [row] = await home.rows`
      select encode(token_hash, 'hex') as hash, role, made_by, book_id,
        extract(day from expires_at - created_at)::int as days
      from invitation`;
    const hash = createHash('sha256').update(token).digest('hex');
    expect(row).toMatchObject({
      hash,
      role: 'editor',
      made_by: home.ada.person,
      book_id: home.book,
      days: 7,
    });

    const again = await invite(home.ada, form);
    expect(again.body).toContain('The link was shown before');
    expect(again.body).not.toContain('token=');
    expect((await home.ada.get(settings)).body).not.toContain(token);
    expect(await home.rows`select from invitation`).toHaveLength(1);
    const everywhere = await home.rows`
      select result::text as text from idempotency union all select after::text from audit where subject = 'invitation'`;
    expect(everywhere.length).toBeGreaterThan(1);
    for (const { text } of everywhere) for (const secret of [token, hash]) expect(text).not.toContain(secret);
  });

  it('is listed for owners with its end and who made it, and for nobody else', async () => {
    const { ada } = home;
    const [ben, cleo] = [await home.signedIn('Ben'), await home.signedIn('Cleo')];
    await home.admit(ben, 'owner');
    await home.admit(cleo, 'editor');
    await invite(ben, { key: randomUUID(), role: 'viewer' });
    for (const owner of [ada, ben]) {
      const { body } = await owner.get(settings);
      expect(body).toMatch(/Link for one viewer<\/b><small>Until .* 20\d\d, by Ben</);
    }
    const { body } = await cleo.get(settings);
    expect(body).not.toMatch(/Link for one|Make a link/);
  });

  it('is taken back by any owner, once, and both are written down', async () => {
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'owner');
    await invite(home.ada, { key: randomUUID(), role: 'viewer' });
    const id = await newest();
    expect((await withdraw(ben, id)).statusCode).toBe(303);
    expect((await home.ada.get(settings)).body).not.toContain(id);
    expect((await withdraw(home.ada, id)).statusCode).toBe(404);
    const lines = await home.rows`
      select person_id, action, coalesce(after, before) ->> 'role' as role from audit
      where subject = 'invitation' and subject_id = ${id} order by id`;
    expect(lines).toEqual([
      { person_id: home.ada.person, action: 'add', role: 'viewer' },
      { person_id: ben.person, action: 'delete', role: 'viewer' },
    ]);
  });

  it.each<Role>(['editor', 'viewer'])('is not made or taken back by a %s', async (role) => {
    const eve = await home.signedIn('Eve');
    await home.admit(eve, role);
    await invite(home.ada, { key: randomUUID(), role: 'viewer' });
    const id = await newest();
    expect((await invite(eve, { key: randomUUID(), role: 'owner' })).statusCode).toBe(403);
    expect((await withdraw(eve, id)).statusCode).toBe(403);
    expect(await newest()).toBe(id);
    expect(await home.rows`select from invitation where id = ${id} and withdrawn_at is null`).toHaveLength(1);
  });

  it('is not taken back by the owner of another book', async () => {
    const eve = await home.signedIn('Eve');
    await invite(home.ada, { key: randomUUID(), role: 'viewer' });
    const id = await newest();
    for (const book of [eve.book, home.book]) {
      const path = `/books/${book}/settings/invitations/${id}/withdraw`;
      expect((await eve.post(path, { key: randomUUID() })).statusCode).toBe(404);
    }
    expect(await home.rows`select from invitation where id = ${id} and withdrawn_at is null`).toHaveLength(1);
  });

  it('has one of the three roles', async () => {
    expect((await invite(home.ada, { key: randomUUID(), role: 'admin' })).statusCode).toBe(400);
  });
});

function invite(by: SignedIn, form: Record<string, string>) {
  return by.post(`${settings}/invitations`, form);
}

function withdraw(by: SignedIn, id: string) {
  return by.post(`${settings}/invitations/${id}/withdraw`, { key: randomUUID() });
}

async function newest(): Promise<string> {
  const [row] = await home.rows<{ id: string }[]>`select id from invitation order by id desc limit 1`;
  return row?.id ?? '';
}
