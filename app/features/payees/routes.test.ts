import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
let bank: Money;
let food: string;

beforeEach(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
});

const spend = (payee: string, more = {}) =>
  home.enter(spentOn(bank, food, 1250n, { payee, ...more }) as never);
const idOf = async (name: string) => {
  const [row] = await home.rows<
    { id: string }[]
  >`select id from payee where book_id = ${home.book} and name = ${name}`;
  return row?.id ?? '';
};
const post = async (name: string, what: '' | '/merge' | '/apart', fields: Record<string, string>) =>
  home.ada.post(`${home.path}/payees/${await idOf(name)}${what}`, { key: randomUUID(), ...fields });
const page = async (path: string) => unescapeMarkup((await home.ada.get(`${home.path}${path}`)).body);
const versions = () =>
  home.rows`select id, version, payee_id from transaction where book_id = ${home.book} order by id`;

/** Presses Undo on the page that a form led to. */
async function undo({ headers }: { headers: { location?: string | undefined } }) {
  const { body } = await home.ada.get(headers.location ?? '');
  const [, path = ''] = /action="([^"]+\/undo)"/.exec(body) ?? [];
  const response = await home.ada.post(path, { key: randomUUID() });
  expect(response.statusCode).toBe(303);
}

describe('the payees of a book', () => {
  it('are listed by name, with their rows and the day of the newest', async () => {
    await spend('Night Bakery', { bookedOn: '2025-11-03' });
    await spend('Night Bakery', { bookedOn: '2025-11-21' });
    await spend('Corner Shop');
    const list = await page('/payees');
    expect(list).toMatch(
      /<b>Corner Shop<\/b><small>1 row · .*<b>Night Bakery<\/b><small>2 rows · last on .*21/s,
    );
    expect(await page('/payees?text=BAKERY')).not.toContain('Corner Shop');
    const [, rows = ''] = /href="([^"]+payee=[^"]+)"/.exec(await page('/payees?text=corner')) ?? [];
    const shown = unescapeMarkup((await home.ada.get(rows)).body);
    expect(shown).toContain('<b>Corner Shop</b>');
    expect(shown).not.toContain('<b>Night Bakery</b>');
    expect(shown).toContain('<span>Corner Shop</span>'); // what the list is narrowed to
  });

  it('go on to the next page', async () => {
    await home.rows`
      insert into payee (book_id, name) select ${home.book}, 'Shop ' || to_char(n, 'FM000') from generate_series(1, 101) n`;
    const first = await page('/payees');
    expect(first).toContain('<b>Shop 100</b>');
    expect(first).not.toContain('<b>Shop 101</b>');
    const [, next = ''] = /href="([^"]+after=[^"]+)"/.exec(first) ?? [];
    expect((await home.ada.get(next)).body).toContain('<b>Shop 101</b>');
  });

  it('of another book are not there', async () => {
    await spend('Night Bakery');
    const eve = await home.signedIn('Eve');
    expect((await eve.get(`/books/${eve.book}/payees/${await idOf('Night Bakery')}`)).statusCode).toBe(404);
    await home.rows`insert into payee (book_id, name) values (${eve.book}, 'Of Eve')`;
    const [foreign] = await home.rows`select id from payee where name = 'Of Eve'`;
    const apart = await post('Night Bakery', '/apart', { spelling: String(foreign?.['id']) });
    expect(apart.statusCode).toBe(404);
    expect((await post('Night Bakery', '/merge', { into: 'Of Eve' })).statusCode).toBe(422);
  });
});

describe('renaming a payee', () => {
  it('changes its rows, none of their versions, and can be undone', async () => {
    const id = await spend('AMZN MKTPLACE');
    const before = [...(await versions())];
    const renamed = await post('AMZN MKTPLACE', '', { name: 'Amazon' });
    expect(await page('/transactions')).toContain('<b>Amazon</b>');
    expect(await page('/transactions?text=amazon')).toContain('<b>Amazon</b>');
    expect(await page(`/transactions/${id}`)).toContain('value="Amazon"');
    expect([...(await versions())]).toEqual(before);
    expect(await page('/activity')).toContain('Changed the payee: Amazon');
    await undo(renamed);
    expect(await page('/transactions')).toContain('<b>AMZN MKTPLACE</b>');
  });

  it('has later acts call the row by its new name', async () => {
    const id = await spend('AMZN MKTPLACE');
    await post('AMZN MKTPLACE', '', { name: 'Amazon' });
    await home.ada.post(`${home.path}/transactions/${id}/delete`, { key: randomUUID(), version: '1' });
    expect(await page('/activity')).toContain('Deleted: Amazon');
  });

  it.each([
    ['no name', ' ', 'Type a name.'],
    ['a name that another has', 'cörner shop', 'There is a payee with this name already.'],
  ])('refuses %s, and keeps what was typed', async (_what, name, message) => {
    await spend('Night Bakery');
    await spend('Corner Shop');
    const refused = await post('Night Bakery', '', { name });
    expect(refused.statusCode).toBe(422);
    expect(unescapeMarkup(refused.body)).toContain(message);
    if (name.trim() !== '')
      expect(unescapeMarkup(refused.body)).toContain(`name="into" type="text" value="${name}"`);
  });
});

describe('merging a payee into another', () => {
  it('shows all rows under one name, changes none of them, and can be undone and redone', async () => {
    await spend('REWE SAGT DANKE 4711');
    await spend('Rewe');
    const before = [...(await versions())];
    const merged = await post('REWE SAGT DANKE 4711', '/merge', { into: 'rewe' });
    expect(merged.statusCode).toBe(303);
    expect(await page('/payees')).toMatch(/<b>Rewe<\/b><small>2 rows · .*Also: REWE SAGT DANKE 4711/);
    expect((await page('/transactions')).match(/<b>Rewe<\/b>/g)).toHaveLength(2);
    for (const text of ['rewe', 'sagt'])
      expect(await page(`/transactions?text=${text}`)).toContain('<b>Rewe</b>');
    expect([...(await versions())]).toEqual(before);
    expect(await page('/activity')).toContain('Merged the payee: REWE SAGT DANKE 4711 → Rewe');
    await undo(merged);
    expect(await page('/transactions')).toContain('<b>REWE SAGT DANKE 4711</b>');
  });

  it('takes along what was merged into it before, and an undo puts all back', async () => {
    for (const payee of ['One', 'Two', 'Three']) await spend(payee);
    await post('One', '/merge', { into: 'Two' });
    const merged = await post('Two', '/merge', { into: 'Three' });
    expect(await page('/payees')).toMatch(/<b>Three<\/b><small>3 rows/);
    await undo(merged);
    expect(await page('/payees')).toMatch(/<b>Three<\/b><small>1 row .*<b>Two<\/b><small>2 rows/s);
  });

  it('sends rows that are called so later the same way, and leaves a row that is saved again', async () => {
    const id = await spend('Shop 12');
    await spend('Shop');
    const merged = await post('Shop 12', '/merge', { into: 'Shop' });
    await spend('SHOP 12');
    expect(await page('/payees')).toMatch(/<b>Shop<\/b><small>3 rows/);
    const form = {
      kind: 'spent',
      bookedOn: '2025-11-21',
      account: bank.id,
      category: food,
      amount: '12.50',
      note: '',
    };
    const saved = await home.ada.post(`${home.path}/transactions/${id}`, {
      ...{ key: randomUUID(), ...form, payee: 'Shop', version: '1' },
    });
    expect(saved.headers.location).toContain('done=unchanged');
    await undo(merged);
    expect(await page('/payees')).toMatch(/<b>Shop 12<\/b><small>2 rows/);
  });

  it('is taken apart again', async () => {
    await spend('One');
    await spend('Two');
    await post('One', '/merge', { into: 'Two' });
    const apart = await post('Two', '/apart', { spelling: await idOf('One') });
    expect(apart.statusCode).toBe(303);
    expect(await page('/payees')).toMatch(/<b>One<\/b>.*<b>Two<\/b>/s);
    await undo(apart);
    expect(await page('/payees')).not.toContain('<b>One</b>');
  });

  it('leaves in an undo what was merged on since', async () => {
    for (const payee of ['One', 'Two', 'Three']) await spend(payee);
    const first = await post('One', '/merge', { into: 'Two' });
    await post('Two', '/merge', { into: 'Three' });
    const { body } = await home.ada.get(`${home.path}/activity`);
    const [act = ''] = /[^/]+(?=\/undo"[^>]*>(?:(?!<\/form>).)*One → Two)/s.exec(body) ?? [];
    expect(first.headers.location).toContain(act);
    const undone = await home.ada.post(`${home.path}/activity/${act}/undo`, { key: randomUUID() });
    expect(undone.statusCode).toBe(409);
  });

  it.each([
    ['itself', 'NIGHT bakery', 'That is the same payee.'],
    ['nobody', 'Nobody', 'There is no payee with this name.'],
  ])('refuses %s', async (_what, into, message) => {
    await spend('Night Bakery');
    const refused = await post('Night Bakery', '/merge', { into });
    expect(refused.statusCode).toBe(422);
    if (into !== 'Nobody') return;
    await spend('Other');
    expect(unescapeMarkup((await post('Night Bakery', '/merge', { into })).body)).toContain(message);
  });
});

it('the database keeps a payee from being merged into one that is merged, whoever asks', async () => {
  for (const payee of ['One', 'Two', 'Three']) await spend(payee);
  await post('One', '/merge', { into: 'Two' });
  const merge = (one: string, into: string) =>
    home.write((sql) => sql`update payee set merged_into = ${into} where id = ${one}`);
  await expect(merge(await idOf('Three'), await idOf('One'))).rejects.toThrow('not merged itself');
  await expect(merge(await idOf('Two'), await idOf('Three'))).rejects.toThrow('not merged itself');
  await expect(merge(await idOf('Three'), await idOf('Three'))).rejects.toThrow('not merged itself');
});
