import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../../testing/household.ts';

let home: Household;
let path: string;
beforeAll(async () => {
  home = await household();
  path = `${home.path}/settings`;
});

const save = (fields: Record<string, string>) => home.ada.post(path, { key: randomUUID(), ...fields });
const stored = async () => {
  const [row] = await home.rows`select name, zone, month_start, week_start from book where id = ${home.book}`;
  return { ...row };
};

describe('the calendar of a book', () => {
  it('is set by its members, shown again, and written down', async () => {
    const saved = await save({ name: 'Ours', timeZone: 'Europe/Vienna', monthStart: '25', weekStart: '6' });
    expect(saved.statusCode).toBe(303);
    const { body } = await home.ada.get(path);
    expect(body).toContain('<option value="Europe/Vienna" selected>');
    expect(body).toContain('<option value="25" selected>');
    expect(body).toContain('<option value="6" selected>Saturday</option>');
    const [written] = await home.rows`
      select before, after from audit where book_id = ${home.book} and subject = 'book' order by id desc limit 1`;
    expect(written?.['before']).toMatchObject({ zone: 'UTC', month_start: 1 });
    expect(written?.['after']).toMatchObject({ name: 'Ours', zone: 'Europe/Vienna', month_start: 25 });
  });

  it('is put back when its change is undone', async () => {
    await save({ name: 'Ours', timeZone: 'Asia/Tokyo', monthStart: '10', weekStart: '7' });
    const saved = await save({ name: 'Ours', timeZone: 'Europe/Rome', monthStart: '20', weekStart: '1' });
    const { body } = await home.ada.get(String(saved.headers.location));
    expect(body).toContain('Saved: Ours.');
    const [, undo = ''] = /action="([^"]+\/undo)"/.exec(body) ?? [];
    const undone = await home.ada.post(undo, { key: randomUUID(), back: path });
    expect(undone.headers.location).toMatch(new RegExp(`^${path}\\?act=`));
    expect(await stored()).toEqual({ name: 'Ours', zone: 'Asia/Tokyo', month_start: 10, week_start: 7 });
  });

  it('stays as it is where a form of the release before has only the name', async () => {
    await save({ name: 'Ours', timeZone: 'Asia/Tokyo', monthStart: '10', weekStart: '7' });
    expect((await save({ name: 'Still ours' })).statusCode).toBe(303);
    expect(await stored()).toEqual({
      name: 'Still ours',
      zone: 'Asia/Tokyo',
      month_start: 10,
      week_start: 7,
    });
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'Choose a time zone.'],
    [{ timeZone: '' }, 'Choose a time zone.'],
    [{ monthStart: '0' }, 'Choose a day from 1 to 28.'],
    [{ monthStart: '29' }, 'Choose a day from 1 to 28.'],
    [{ monthStart: '-1' }, 'Choose a day from 1 to 28.'],
    [{ monthStart: '' }, 'Choose a day from 1 to 28.'],
    [{ monthStart: 'x' }, 'Choose a day from 1 to 28.'],
    [{ weekStart: '0' }, 'Choose a day of the week.'],
    [{ weekStart: '8' }, 'Choose a day of the week.'],
    [{ weekStart: '' }, 'Choose a day of the week.'],
  ])('is never %j, and nothing changes', async (wrong, words) => {
    const before = await stored();
    const response = await save({ name: 'New', timeZone: 'UTC', monthStart: '1', ...wrong });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain(words);
    expect(response.body).toContain('value="New"');
    expect(await stored()).toEqual(before);
  });

  it('is not for viewers to set', async () => {
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'viewer');
    const form = { key: randomUUID(), name: 'Mine', timeZone: 'UTC', monthStart: '2' };
    expect((await ben.post(path, form)).statusCode).toBe(403);
    const { body } = await ben.get(path);
    expect(body).toContain('Months begin on');
    expect(body).not.toMatch(/<button>Save|<fieldset[^>]* disabled/);
    expect((await home.ada.get(path)).body).toContain('<button>Save</button>');
  });

  it('of a new book has the zone of whoever makes it', async () => {
    const ben = await home.signedIn('Ben');
    await home.rows`update person set time_zone = 'America/Lima' where id = ${ben.person}`;
    const { headers } = await ben.post('/books', { key: randomUUID(), name: 'Club', currency: 'EUR' });
    const id = String(headers.location).split('/').at(-1) ?? '';
    const [book] = await home.rows`select zone, month_start from book where id = ${id}`;
    expect({ ...book }).toEqual({ zone: 'America/Lima', month_start: 1 });
  });
});
