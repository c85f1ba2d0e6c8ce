import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { invite } from '../../testing/create-invitation.ts';
import { type Household, household } from '../../testing/household.ts';
import { atOnce } from '../../testing/requests-on-locked-rows.ts';
import type { Browser } from '../../testing/simulated-browser.ts';
import type { SignedIn } from '../../testing/start-app.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
beforeAll(async () => {
  home = await household();
});

const look = (who: Browser, token: string) => who.get(`/invitation?token=${token}`);
const accept = (who: Browser, token: string) => who.post('/invitation', { token });

describe('an invitation', () => {
  it('says who invites to what, and is taken up by a button alone', async () => {
    const token = await invite(home.ada, 'viewer');
    const ben = await home.signedIn('Ben');
    const { statusCode, body } = await look(ben, token);
    expect(statusCode).toBe(200);
    expect(body).toContain('Ada invites you');
    expect(body).toContain('To the book “Ada’s book”, as its viewer.');
    expect(await rolesOf(ben)).toEqual(['owner']);

    expect((await accept(ben, token)).headers.location).toBe(home.path);
    expect((await ben.get(home.path)).statusCode).toBe(200);
    expect((await ben.post(`${home.path}/settings`, { key: 'x', name: 'Mine' })).statusCode).toBe(403);
    const [row] = await home.rows`
      select person_id, action, after ->> 'role' as role, after ->> 'made_by' as by from audit
      where subject = 'member' and subject_id = ${ben.person}`;
    expect(row).toEqual({ person_id: ben.person, action: 'add', role: 'viewer', by: home.ada.person });
  });

  it('leaves the home of whoever joins as it was', async () => {
    const ben = await home.signedIn('Ben');
    await accept(ben, await invite(home.ada, 'owner'));
    expect((await ben.get('/')).headers.location).toBe(`/books/${ben.book}`);
  });

  it('is good once: of two at once one gets in, and the other is told', async () => {
    const token = await invite(home.ada, 'editor');
    const people = [await home.signedIn('Ben'), await home.signedIn('Cleo')];
    for (const one of people) await look(one, token);
    const asked = people.map((one) => () => accept(one, token));
    const answers = await atOnce(home, 'invitation', asked);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 404]);
    const out = answers.find(({ statusCode }) => statusCode === 404);
    expect(out?.body).toContain('It was used already');
    const inside = await home.rows`
      select from member where book_id = ${home.book} and person_id in ${home.rows(people.map(({ person }) => person))}`;
    expect(inside).toHaveLength(1);
  });

  it('gets whoever used it to the book a second time, but not once they are out', async () => {
    const token = await invite(home.ada, 'editor');
    const ben = await home.signedIn('Ben');
    const answers = [await accept(ben, token), await accept(ben, token)];
    expect(answers.map(({ headers }) => headers.location)).toEqual([home.path, home.path]);
    await home.ada.post(`${home.path}/settings/members/${ben.person}/remove`, { key: randomUUID() });
    expect((await accept(ben, token)).statusCode).toBe(404);
    expect((await look(ben, token)).statusCode).toBe(404);
    expect(await rolesOf(ben)).toEqual(['owner']);
  });

  it('is not used by a member, and says so', async () => {
    const token = await invite(home.ada, 'owner');
    const [ben, cleo] = [await home.signedIn('Ben'), await home.signedIn('Cleo')];
    await home.admit(ben, 'viewer');
    expect((await look(ben, token)).body).toContain('You are a member already');
    expect((await accept(ben, token)).headers.location).toBe(home.path);
    expect(await rolesOf(ben)).toEqual(['owner', 'viewer']);
    expect((await accept(cleo, token)).statusCode).toBe(303);
  });

  it.each(['editor', 'owner'] as const)('for viewers makes no viewer of an %s', async (role) => {
    const token = await invite(home.ada, 'viewer');
    const ben = await home.signedIn('Ben');
    await home.admit(ben, role);
    expect((await accept(ben, token)).headers.location).toBe(home.path);
    expect(await rolesOf(ben)).toEqual(['owner', role]);
    expect(await rolesOf(home.ada)).toEqual(['owner']);
    expect((await accept(home.ada, token)).headers.location).toBe(home.path);
    expect(await rolesOf(home.ada)).toEqual(['owner']);
  });

  it('that is taken back while somebody looks at it lets them in no more', async () => {
    const token = await invite(home.ada, 'editor');
    const ben = await home.signedIn('Ben');
    expect((await look(ben, token)).body).toContain('Join this book');
    expect((await withdraw(await newest())).statusCode).toBe(303);
    const { statusCode, body } = await accept(ben, token);
    expect([statusCode, main(body)]).toEqual([404, expect.stringContaining('This link does not work')]);
    expect(await rolesOf(ben)).toEqual(['owner']);
  });

  it('that is taken up and taken back at once is one of the two', async () => {
    const token = await invite(home.ada, 'editor');
    const ben = await home.signedIn('Ben');
    const id = await newest();
    await Promise.all([look(ben, token), home.ada.get(`${home.path}/settings`)]);
    const answers = await atOnce(home, 'invitation', [() => accept(ben, token), () => withdraw(id)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 404]);
    const isIn = answers[0]?.statusCode === 303;
    expect(await rolesOf(ben)).toEqual(isIn ? ['owner', 'editor'] : ['owner']);
    const [row] = await home.rows`
      select used_by is not null as used, withdrawn_at is not null as withdrawn from invitation where id = ${id}`;
    expect(row).toEqual({ used: isIn, withdrawn: !isIn });
  });

  it('shows a visitor the two ways in, which lead back to it', async () => {
    const token = await invite(home.ada, 'editor');
    const ben = await home.signedIn('Ben');
    const visitor = home.visitor();
    const { body } = await look(visitor, token);
    expect(body).toContain(`href="/sign-up?invitation=${token}"`);
    const [, way = ''] = /href="(\/sign-in\?next=[^"]+)"/.exec(body) ?? [];
    const signIn = unescapeMarkup((await visitor.get(unescapeMarkup(way))).body);
    const [, next = ''] = /name="next" value="([^"]+)"/.exec(signIn) ?? [];
    expect(next).toBe(`/invitation?token=${token}`);
    const { headers } = await visitor.post('/sign-in', { email: ben.email, password: ben.password, next });
    expect(headers.location).toBe(`/invitation?token=${token}`);
    expect((await look(visitor, token)).body).toContain('Join this book');
  });

  it('leads a visitor nowhere else, whatever stands in it', async () => {
    const { location = '' } = (await home.visitor().post('/invitation', { token: '//evil.example' })).headers;
    expect(location).toBe('/sign-in?done=unsaved');
    const { statusCode, body } = await home.visitor().get('/invitation?token=%2F%2Fevil.example%22%3E');
    expect(statusCode).toBe(404);
    expect(body).not.toContain('evil.example');
  });

  it('needs the token of a form', async () => {
    const token = await invite(home.ada, 'editor');
    const ben = await home.signedIn('Ben');
    const answer = await ben.post('/invitation', { token, _csrf: 'forged' });
    expect(answer.statusCode).toBe(403);
    const foreign = await ben.post('/invitation', { token }, { origin: 'https://evil.example' });
    expect(foreign.statusCode).toBe(403);
    expect(await rolesOf(ben)).toEqual(['owner']);
  });

  it('tells no other site its address, and its own no query', async () => {
    const token = await invite(home.ada, 'editor');
    for (const url of [`/invitation?token=${token}`, `/sign-up?invitation=${token}`])
      expect((await home.visitor().get(url)).headers['referrer-policy']).toBe('strict-origin');
  });
});

describe('a link that is worth nothing', () => {
  const worthless: Record<string, () => Promise<string>> = {
    'was guessed': async () => randomBytes(32).toString('base64url'),
    'is half of one': async () => (await invite(home.ada, 'editor')).slice(0, 20),
    'was used': async () => {
      const token = await invite(home.ada, 'editor');
      await accept(await home.signedIn('Zoe'), token);
      return token;
    },
    'is over': async () => {
      const token = await invite(home.ada, 'editor');
      await home.rows`
        update invitation set expires_at = now() - interval '1 second'
        where id = (select id from invitation order by id desc limit 1)`;
      return token;
    },
    'was taken back by the other owner': async () => {
      const token = await invite(home.ada, 'editor');
      const other = await home.signedIn('Zoe');
      await home.admit(other, 'owner');
      expect((await withdraw(await newest(), other)).statusCode).toBe(303);
      return token;
    },
    'was made by an owner who has left': async () => {
      const other = await home.signedIn('Zoe');
      await home.admit(other, 'owner');
      const token = await invite(other, 'owner', home.book);
      expect((await other.post('/books/leave', { book: home.book })).statusCode).toBe(303);
      return token;
    },
    'was to a book that is gone': async () => {
      const other = await home.signedIn('Zoe');
      const token = await invite(other, 'editor');
      await home.rows`delete from book where id = ${other.book}`;
      return token;
    },
  };

  it('lets nobody in, and answers the same whatever the reason', async () => {
    const answers = new Set<string>();
    for (const [why, make] of Object.entries(worthless)) {
      const token = await make();
      const eve = await home.signedIn('Eve');
      const seen = await eve.get(`/invitation?token=${token}`);
      const answered = await accept(eve, token);
      expect([seen.statusCode, answered.statusCode], why).toEqual([404, 404]);
      for (const { body } of [seen, answered]) answers.add(main(body));
      answers.add(main((await look(home.visitor(), token)).body));
      answers.add(main((await home.visitor().get(`/sign-up?invitation=${token}`)).body));
      expect(await rolesOf(eve), why).toEqual(['owner']);
    }
    expect([...answers]).toEqual([expect.stringContaining('This link does not work')]);
  });
});

function withdraw(id: string, by: SignedIn = home.ada) {
  return by.post(`${home.path}/settings/invitations/${id}/withdraw`, { key: randomUUID() });
}

async function newest(): Promise<string> {
  const [row] = await home.rows<{ id: string }[]>`select id from invitation order by id desc limit 1`;
  return row?.id ?? '';
}

async function rolesOf({ person }: SignedIn): Promise<string[]> {
  const rows = await home.rows<{ role: string }[]>`
    select role from member where person_id = ${person} order by created_at`;
  return rows.map(({ role }) => role);
}

function main(body: string): string {
  return /<main.*<\/main>/s.exec(body)?.[0] ?? body;
}
