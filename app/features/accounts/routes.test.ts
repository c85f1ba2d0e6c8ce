import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../../testing/household.ts';

let home: Household;
beforeAll(async () => {
  home = await household();
});

function form(more: Record<string, string> = {}) {
  return {
    key: randomUUID(),
    name: 'Bank',
    kind: 'bank',
    currency: 'EUR',
    openedOn: '2025-01-01',
    opening: '',
    direction: 'have',
    ...more,
  };
}
const add = (more: Record<string, string>) => home.ada.post(`${home.path}/accounts`, form(more));
const idOf = async (name: string) => {
  const [row] = await home.read((sql) => sql<{ id: string }[]>`select id from account where name = ${name}`);
  return row?.id ?? '';
};

describe('adding an account', () => {
  it('books what it holds as its opening balance', async () => {
    expect((await add({ name: 'Giro', opening: '1.234,56' })).statusCode).toBe(303);
    const list = await home.ada.get(`${home.path}/accounts`);
    expect(list.body).toContain('€1,234.56');
    const rows = await home.ada.get(`${home.path}/transactions?account=${await idOf('Giro')}`);
    expect(rows.body).toContain('Opening balance');
  });

  it('says of a debt that you owe it', async () => {
    await add({ name: 'Visa', kind: 'card', opening: '420', direction: 'owe' });
    const list = await home.ada.get(`${home.path}/accounts`);
    expect(list.body).toContain('<span class="owe">You owe</span> <bdi>€420.00</bdi>');
  });

  it('keeps the digits of its currency', async () => {
    expect((await add({ name: 'Yen', currency: 'JPY', opening: '1234' })).statusCode).toBe(303);
    expect((await add({ name: 'Dinar', currency: 'KWD', opening: '1.234' })).statusCode).toBe(303);
    const list = (await home.ada.get(`${home.path}/accounts`)).body;
    expect(list).toContain('¥1,234');
    expect(list).toContain('KWD\u00a01.234');
    expect((await add({ name: 'Yen 2', currency: 'JPY', opening: '12.5' })).body).toContain(
      'no digits after the decimal sign',
    );
  });

  it('works out a sum, and saves it once it was seen', async () => {
    const typed = { name: 'Summed', opening: '12,50+3,20' };
    const asked = await add(typed);
    expect([asked.statusCode, await idOf('Summed')]).toEqual([200, '']);
    expect(asked.body).toContain('Your sum is worked out.');
    expect(asked.body).toMatch(/name="opening"[^>]* value="15\.70"/);
    expect((await add({ ...typed, opening: '15.70', direction: 'owe' })).statusCode).toBe(303);
    expect((await home.ada.get(`${home.path}/accounts`)).body).toContain('</span> <bdi>€15.70</bdi>');
    const said = async (opening: string, currency = 'EUR') =>
      (await home.ada.post(`${home.path}/accounts/count`, form({ opening, currency }))).json().said.opening;
    expect([await said('3*4.99'), await said('3*'), await said('5'), await said('1+1', 'ZZZ')]).toEqual([
      ...['= €14.97', '', '', ''],
    ]);
    const wrong = await add({ ...typed, opening: '10/3' });
    expect([wrong.statusCode, wrong.body.includes('does not come out even')]).toEqual([422, true]);
  });

  it.each([
    ['no name', { name: '  ' }, 'Type a name'],
    ['a name that is taken, in any case', { name: 'gIRO' }, 'There is an account with this name already.'],
    ['an amount that is none', { opening: 'all of it' }, 'Type an amount'],
    ['a debt with a minus', { opening: '-5', direction: 'owe' }, 'without a minus'],
    ['a currency that is none', { currency: 'XXX' }, 'Choose a currency.'],
    ['a day that does not exist', { openedOn: '2025-13-01' }, 'Type a day that exists'],
  ])('refuses %s beside the field', async (_what, wrong, message) => {
    const response = await add({ name: 'Wrong one', ...wrong });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain(message);
    expect(await idOf('Wrong one')).toBe('');
  });
});

describe('closing an account', () => {
  const close = (id: string) => home.ada.post(`${home.path}/accounts/${id}/close`, { key: randomUUID() });

  it('is refused while something is on it', async () => {
    await add({ name: 'Half full', opening: '5' });
    const response = await close(await idOf('Half full'));
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('not at zero');
    expect((await home.ada.get(`${home.path}/transactions/new`)).body).toContain('Half full');
  });

  it('takes it out of the forms until it is opened again', async () => {
    await add({ name: 'Sleeping' });
    const id = await idOf('Sleeping');
    const offered = async () =>
      (await home.ada.get(`${home.path}/transactions/new`)).body.includes('Sleeping');
    expect((await close(id)).statusCode).toBe(303);
    expect(await offered()).toBe(false);
    await home.ada.post(`${home.path}/accounts/${id}/reopen`, { key: randomUUID() });
    expect(await offered()).toBe(true);
    const trail = await home.read(
      (sql) => sql`select action from audit where subject_id = ${id} order by id`,
    );
    expect(trail).toEqual([{ action: 'add' }, { action: 'edit' }, { action: 'edit' }]);
  });
});

describe('an account', () => {
  it('is renamed, but not to the name of another', async () => {
    await add({ name: 'Old name' });
    const path = `${home.path}/accounts/${await idOf('Old name')}`;
    expect((await home.ada.post(path, { key: randomUUID(), name: 'Giro' })).statusCode).toBe(422);
    expect((await home.ada.post(path, { key: randomUUID(), name: 'New name' })).statusCode).toBe(303);
    expect((await home.ada.get(path)).body).toContain('<h1>New name</h1>');
  });

  it.each(['00000000-0000-7000-8000-000000000000', 'nonsense'])('%s is not found', async (id) => {
    expect((await home.ada.get(`${home.path}/accounts/${id}`)).statusCode).toBe(404);
    const close = await home.ada.post(`${home.path}/accounts/${id}/close`, { key: randomUUID() });
    expect(close.statusCode).toBe(404);
  });
});

describe('the day on which an account is opened', () => {
  const fields = { kind: 'bank', currency: 'EUR', opening: '', direction: 'have' };
  const open = (more: Record<string, string>) =>
    home.ada.post(`${home.path}/accounts`, { key: randomUUID(), ...fields, ...more });
  const openedOn = async (name: string) =>
    home.read((sql) => sql`select opened_on as day from account where name = ${name}`);

  it('is typed as the person writes it, asked about where it is not', async () => {
    await home.rows`update person set date_format = 'DD.MM.YYYY' where id = ${home.ada.person}`;
    expect((await open({ name: 'In dots', openedOn: '03042026' })).statusCode).toBe(303);
    expect(await openedOn('In dots')).toEqual([{ day: '2026-04-03' }]);
    const asked = await open({ name: 'Asked', openedOn: '04/13/2026' });
    expect(asked.statusCode).toBe(422);
    expect(asked.body).toContain('name="openedOnMeant" value="2026-04-13"');
    const meant = { name: 'Asked', openedOn: '04/13/2026', openedOnMeant: '2026-04-13' };
    expect((await open(meant)).statusCode).toBe(303);
    expect(await openedOn('Asked')).toEqual([{ day: '2026-04-13' }]);
  });

  it('is asked about where it is far ahead', async () => {
    const far = { name: 'Far', openedOn: '31.12.2999' };
    const asked = await open(far);
    expect(asked.statusCode).toBe(422);
    expect(asked.body).toContain('more than two years ahead');
    expect(asked.body).toContain('name="openedOnSure" value="2999-12-31"');
    expect((await open({ ...far, openedOnSure: '2999-12-31' })).statusCode).toBe(303);
  });
});
