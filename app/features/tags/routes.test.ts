import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import { spentOn } from '../../testing/spent-entry.ts';

let home: Household;
let path: string;
let enter: (tags: readonly string[], payee?: string) => Promise<string>;
beforeAll(async () => {
  home = await household();
  path = `${home.path}/tags`;
  const bank = await home.account('Bank');
  const food = await home.category('Groceries');
  enter = (tags, payee = 'Green Grocer') => home.enter(spentOn(bank, food, 100n, { tags, payee }));
});

const idOf = async (name: string) => {
  const [row] = await home.rows<{ id: string }[]>`
    select id from tag where book_id = ${home.book} and name = ${name}`;
  return row?.id ?? '';
};

it('tags are typed in the form of a transaction, and seen in it and in the list', async () => {
  const id = await enter(['Old']);
  const at = `${home.path}/transactions/${id}`;
  const form = findForm((await home.ada.get(at)).body, at);
  expect(form).toMatchObject({ tags: 'Old' });
  const saved = await home.ada.post(at, { ...form, tags: ' Old ,Skiing, Größe,, ' });
  expect(saved.statusCode).toBe(303);
  expect((await home.ada.get(at)).body).toContain('value="Größe, Old, Skiing"');
  expect((await home.ada.get(`${home.path}/transactions`)).body).toMatch(/badge tag.*?Skiing/);
  const wrong = await home.ada.post(at, { ...form, key: randomUUID(), tags: `fine, ${'x'.repeat(41)}` });
  expect(wrong.statusCode).toBe(422);
  expect(wrong.body).toContain('This is 1 character too long: 40 fit.');
  const { tags: _left, ...before } = findForm((await home.ada.get(at)).body, at) ?? {};
  await home.ada.post(at, { ...before, note: 'by a form without the field' });
  expect((await home.ada.get(at)).body).toContain('value="Größe, Old, Skiing"');
});

it('an address filters by a tag, in words', async () => {
  await enter(['Sailing'], 'Boat hire');
  const { body } = await home.ada.get(`${home.path}/transactions?tag=${await idOf('Sailing')}`);
  expect(body).toContain('Boat hire');
  expect(body).not.toContain('<b>Green Grocer</b>');
  expect(body).toContain('<span>Sailing</span></summary>');
});

describe('the page of a tag', () => {
  it('renames and recolours it, each as an act that can be undone', async () => {
    await enter(['Traval']);
    const at = `${path}/${await idOf('Traval')}`;
    const saved = await home.ada.post(at, {
      ...findForm((await home.ada.get(at)).body, at),
      name: 'Travel',
      color: '5',
    });
    const list = (await home.ada.get(saved.headers.location ?? '')).body;
    expect(list).toContain('<i class="dot c5"></i>Travel');
    const undo = /action="([^"]+\/undo)"/.exec(list)?.[1] ?? '';
    await home.ada.post(undo, findForm(list, undo));
    expect(await idOf('Traval')).not.toBe('');
  });

  it.each([
    ['cafe\u0301', 'There is a tag with this name already'],
    [' \u200b', 'Type a name.'],
    ['one, two', 'a tag has no comma'],
    ['x'.repeat(41), 'This is 1 character too long'],
  ])('refuses the name %j beside its field, and keeps it', async (name, problem) => {
    await enter(['Café', 'Shop']);
    const at = `${path}/${await idOf('Shop')}`;
    const wrong = await home.ada.post(at, { key: randomUUID(), name, color: '2' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain(problem);
  });

  it('merges it, and takes it away', async () => {
    await enter(['Car', 'Auto', 'Van']);
    const [car, auto] = [await idOf('Car'), await idOf('Auto')];
    const none = await home.ada.post(`${path}/${car}/merge`, { key: randomUUID(), into: home.book });
    expect(none.statusCode).toBe(422);
    const merged = await home.ada.post(`${path}/${car}/merge`, { key: randomUUID(), into: auto });
    expect((await home.ada.get(merged.headers.location ?? '')).body).toContain('Saved: Car → Auto.');
    expect(await idOf('Car')).toBe('');
    const gone = await home.ada.post(`${path}/${await idOf('Van')}/delete`, { key: randomUUID() });
    expect(gone.statusCode).toBe(303);
    const activity = (await home.ada.get(`${home.path}/activity`)).body;
    expect(activity).toContain('Took the tag away: Van');
    expect(activity).toContain('Merged tags: Car → Auto');
    expect((await home.ada.get(`${path}/${car}`)).statusCode).toBe(404);
  });

  it('merges it in rules too, there and back again', async () => {
    await enter(['Trip', 'Journey']);
    const [trip, journey] = [await idOf('Trip'), await idOf('Journey')];
    await home.write(
      (sql) => sql`
        insert into rule (book_id, position, match, conditions, actions)
        values (${home.book}, 1, 'all', ${JSON.stringify([{ field: 'tag', tag: trip }])}::text::jsonb,
          ${JSON.stringify([{ set: 'tag', tag: trip }])}::text::jsonb)`,
    );
    const named = async () => {
      const [rule] = await home.rows<{ tags: string[] }[]>`
        select array[conditions #>> '{0,tag}', actions #>> '{0,tag}'] as tags from rule where book_id = ${home.book}`;
      return rule?.tags;
    };
    let { location = '' } = (
      await home.ada.post(`${path}/${trip}/merge`, { key: randomUUID(), into: journey })
    ).headers;
    for (const tag of [journey, trip, journey]) {
      expect(await named()).toEqual([tag, tag]);
      const [, undo = ''] = /action="([^"]+\/undo)"/.exec((await home.ada.get(location)).body) ?? [];
      location = (await home.ada.post(undo, { key: randomUUID() })).headers.location ?? '';
    }
    expect(await named()).toEqual([trip, trip]);
  });
});

it('many rows get a tag, and lose it, from the list', async () => {
  const [one] = [await enter([], 'Tagged together'), await enter([], 'Tagged together')];
  const action = `${home.path}/transactions/bulk`;
  for (const [what, said] of [
    ['tag', '2 rows tagged Both.'],
    ['untag', '2 rows no longer tagged both.'],
  ] as const) {
    const { body } = await home.ada.get(`${home.path}/transactions?text=tagged+together`);
    const row = [...body.matchAll(/name="row" value="([^"]+)"/g)].map(([, value]) => `${value}`);
    const tag = what === 'tag' ? 'Both' : 'both';
    const done = await home.ada.post(action, { ...findForm(body, action), row, what, tag });
    expect((await home.ada.get(done.headers.location ?? '')).body).toContain(said);
  }
  expect((await home.ada.get(`${home.path}/transactions/${one}`)).body).toContain(
    'name="tags" type="text" value=""',
  );
});
