import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry.ts';
import { formIn } from '../../testing/form-in.ts';
import { type Household, household } from '../../testing/household.ts';
import { unescaped } from '../../testing/unescaped.ts';

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

/** The page that the first row of a list leads to. */
async function openedFrom(list: string) {
  const href = /<ul class="rows"><li><a href="([^"]+)"/.exec((await home.ada.get(list)).body)?.[1] ?? '';
  const page = (await home.ada.get(unescaped(href))).body;
  return { href: unescaped(href), page, path: unescaped(href).split('?', 1)[0] ?? '' };
}

it('an edit, a deletion and its undo lead back to the page of the list that they came from', async () => {
  const id = await enter('Corner & Shop');
  const list = `${home.path}/transactions?kind=spent&text=corner+%26&before=2025-01-01_${id}`;
  const { page, path } = await openedFrom(list);
  expect(path).toBe(`${home.path}/transactions/${id}`);
  expect(unescaped(page)).toContain(`<a href="${list}">Cancel</a>`);
  const saved = await home.ada.post(path, { ...formIn(page, path), note: 'new', intent: 'save' });
  expect(saved.headers.location).toMatch(new RegExp(`^${literal(list)}&act=[\\w-]+$`));
  const deletion = formIn((await openedFrom(list)).page, `${path}/delete`);
  const deleted = await home.ada.post(`${path}/delete`, deletion);
  expect(deleted.headers.location).toMatch(new RegExp(`^${literal(list)}&act=`));
  const after = (await home.ada.get(String(deleted.headers.location))).body;
  const undo = /action="([^"]*\/undo)"/.exec(after)?.[1] ?? '';
  const undone = await home.ada.post(undo, formIn(after, undo));
  expect(undone.headers.location).toMatch(new RegExp(`^${literal(list)}&act=`));
});

it('so do a form that comes back and a conflict', async () => {
  const id = await enter('Conflict');
  const list = `${home.path}/transactions?text=Conflict`;
  const { page, path } = await openedFrom(list);
  const wrong = await home.ada.post(path, { ...formIn(page, path), amount: 'a lot', intent: 'save' });
  expect(formIn(wrong.body, path)).toMatchObject({ return: 'text=Conflict' });
  await home.rows`update transaction set version = version + 1 where id = ${id}`;
  const conflict = await home.ada.post(path, { ...formIn(page, path), note: 'mine', intent: 'save' });
  expect(conflict.statusCode).toBe(409);
  expect(formIn(conflict.body, path)).toMatchObject({ return: 'text=Conflict' });
});

it('from the whole list nothing is added to an address', async () => {
  await enter('Plain');
  const { href, page, path } = await openedFrom(`${home.path}/transactions`);
  expect(href).toBe(path);
  const saved = await home.ada.post(path, { ...formIn(page, path), note: 'plain', intent: 'save' });
  expect(saved.headers.location).toMatch(new RegExp(`^${home.path}/transactions\\?act=`));
});

it.each([
  'https://evil.example/',
  '//evil.example',
  '/books/another/settings',
  '../../sign-out?kind=spent',
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
