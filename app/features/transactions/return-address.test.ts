import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
let bank: Money;
let food: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
});

const enter = (payee: string) =>
  home.enter({ kind: 'spent', account: bank, payee, lines: [{ category: food, amount: 100n, note: '' }] });

/** Opens the first transaction of a list. */
async function openedFrom(list: string) {
  const href = /<ul class="rows"><li>.*?<a href="([^"]+)"/s.exec((await home.ada.get(list)).body)?.[1] ?? '';
  const page = (await home.ada.get(unescapeMarkup(href))).body;
  return { href: unescapeMarkup(href), page, path: unescapeMarkup(href).split('?', 1)[0] ?? '' };
}

it('an edit, a deletion and its undo lead back to the page of the list that they came from', async () => {
  const id = await enter('Corner & Shop');
  const list = `${home.path}/transactions?kind=spent&text=corner+%26&before=2025-01-01_${id}`;
  const { page, path } = await openedFrom(list);
  expect(path).toBe(`${home.path}/transactions/${id}`);
  expect(unescapeMarkup(page)).toContain(`<a href="${list}">Cancel</a>`);
  const saved = await home.ada.post(path, { ...findForm(page, path), note: 'new', intent: 'save' });
  expect(saved.headers.location).toMatch(new RegExp(`^${literal(list)}&act=[\\w-]+$`));
  const deletion = findForm((await openedFrom(list)).page, `${path}/delete`);
  const deleted = await home.ada.post(`${path}/delete`, deletion);
  expect(deleted.headers.location).toMatch(new RegExp(`^${literal(list)}&act=`));
  const after = (await home.ada.get(String(deleted.headers.location))).body;
  const undo = /action="([^"]*\/undo)"/.exec(after)?.[1] ?? '';
  const undone = await home.ada.post(undo, findForm(after, undo));
  expect(undone.headers.location).toMatch(new RegExp(`^${literal(list)}&act=`));
});

it('so do a form that comes back and a conflict', async () => {
  const id = await enter('Conflict');
  const list = `${home.path}/transactions?text=Conflict`;
  const { page, path } = await openedFrom(list);
  const wrong = await home.ada.post(path, { ...findForm(page, path), amount: 'a lot', intent: 'save' });
  expect(findForm(wrong.body, path)).toMatchObject({ return: 'text=Conflict' });
  await home.rows`update transaction set version = version + 1 where id = ${id}`;
  const conflict = await home.ada.post(path, { ...findForm(page, path), note: 'mine', intent: 'save' });
  expect(conflict.statusCode).toBe(409);
  expect(findForm(conflict.body, path)).toMatchObject({ return: 'text=Conflict' });
});

it('a row that was opened from the overview leads back there, to the same month', async () => {
  for (const [overview, back] of [
    [home.path, 'from=overview'],
    [`${home.path}?month=2025-11`, 'from=overview&month=2025-11'],
  ] as const) {
    const id = await enter('Of the overview');
    const { body } = await home.ada.get(overview);
    const path = `${home.path}/transactions/${id}`;
    const href = `${path}?return=${encodeURIComponent(back)}`;
    expect(unescapeMarkup(body)).toContain(`href="${href}"`);
    const page = (await home.ada.get(href)).body;
    expect(unescapeMarkup(page)).toContain(`<a href="${overview}">Cancel</a>`);
    const form = { ...findForm(page, path), note: overview, intent: 'save' };
    const saved = await home.ada.post(path, form);
    const location = String(saved.headers.location);
    expect(location).toMatch(new RegExp(`^${literal(overview)}[?&]act=[\\w-]+$`));
    expect((await home.ada.get(location)).body).toContain('Saved: Of the overview.');
    const ahead = await home.ada.post(path, {
      ...findForm((await home.ada.get(href)).body, path),
      ...{ bookedOn: '2090-01-01', bookedOnSure: '2090-01-01', intent: 'save' },
    });
    expect((await home.ada.get(String(ahead.headers.location))).body).toContain('It is dated ahead');
  }
});

it('a copy of a row, and one more after it, lead back to where the row was opened from', async () => {
  const id = await enter('Copied');
  for (const back of ['kind=spent', 'from=overview']) {
    const page = (await home.ada.get(`${home.path}/transactions/${id}?return=${encodeURIComponent(back)}`))
      .body;
    const copy = unescapeMarkup(/href="([^"]*copy=[^"]*)"/.exec(page)?.[1] ?? '');
    const path = `${home.path}/transactions`;
    const from = back === 'kind=spent' ? `${path}?kind=spent` : home.path;
    const opened = (await home.ada.get(copy)).body;
    expect(unescapeMarkup(opened)).toContain(`<a href="${from}">Cancel</a>`);
    const another = await home.ada.post(path, { ...findForm(opened, path), intent: 'another' });
    const next = (await home.ada.get(String(another.headers.location))).body;
    expect(next).toContain('Saved: Copied.');
    const turned = await home.ada.post(path, { ...findForm(next, path), intent: 'as-received' });
    const saved = await home.ada.post(path, { ...findForm(turned.body, path), amount: '1', intent: 'save' });
    expect(saved.headers.location).toMatch(new RegExp(`^${literal(from)}[?&]act=[\\w-]+$`));
  }
});

it('from the whole list nothing is added to an address', async () => {
  await enter('Plain');
  const { href, page, path } = await openedFrom(`${home.path}/transactions`);
  expect(href).toBe(path);
  const saved = await home.ada.post(path, { ...findForm(page, path), note: 'plain', intent: 'save' });
  expect(saved.headers.location).toMatch(new RegExp(`^${home.path}/transactions\\?act=`));
});

it.each([
  'https://evil.example/',
  '//evil.example',
  '/books/another/settings',
  '../../sign-out?kind=spent',
  'from=elsewhere&month=2025-11-01',
  'kind=&text=&month=soon&after=x&next=//evil.example',
])('nothing else is come back to: %s', async (wrong) => {
  const id = await enter('Row');
  const path = `${home.path}/transactions/${id}`;
  const page = (await home.ada.get(`${path}?return=${encodeURIComponent(wrong)}`)).body;
  expect(page).toContain(`<a href="${home.path}/transactions">Cancel</a>`);
  const form = { key: randomUUID(), version: '1', return: wrong };
  const { location } = (await home.ada.post(`${path}/delete`, form)).headers;
  expect(location).toMatch(new RegExp(`^${home.path}/transactions\\?act=[\\w-]+$`));
});

function literal(text: string): string {
  return text.replaceAll(/[.?+&%]/g, (character) => `\\${character}`);
}
