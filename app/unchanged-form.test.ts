import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { type Household, household } from './testing/household.ts';
import { spentOn } from './testing/spent-entry.ts';
import { unescapeMarkup } from './testing/unescape-character-references.ts';

/* A form saved without changes writes no row, creates no act, and reports that nothing was changed. */

let home: Household;
let pages: Record<string, string>;
beforeAll(async () => {
  home = await household();
  const bank = await home.account('Bank');
  const savings = await home.account('Savings');
  const food = await home.category('Groceries');
  const spent = await home.enter({
    ...spentOn(bank, food, 0n),
    lines: [
      { account: { ...savings, state: 'pending', bankDay: '2025-11-24' }, amount: 300n, note: 'a' },
      { category: food, amount: 500n, note: '' },
      { category: food, amount: 700n, note: 'b' },
    ],
  });
  const moved = await home.enter({ kind: 'moved', from: bank, to: savings, amount: 5n, arrives: 5n });
  const ben = await home.signedIn('Ben');
  await home.admit(ben, 'editor');
  pages = {
    'an account': `${home.path}/accounts/${bank.id}`,
    'a category': `${home.path}/categories/${food}`,
    'a book': `${home.path}/settings`,
    'a member': `${home.path}/settings/members/${ben.person}`,
    'a transaction': `${home.path}/transactions/${spent}`,
    'a move': `${home.path}/transactions/${moved}`,
    'a person': '/settings',
  };
});

it.each([
  'an account',
  'a category',
  'a book',
  'a member',
  'a transaction',
  'a move',
  'a person',
])('%s', async (what) => {
  const path = pages[what] ?? '';
  const { action, fields } = formOf((await home.ada.get(path)).body, path);
  const before = await rows();
  const saved = await home.ada.post(action, fields);
  expect(saved.statusCode, saved.body.slice(0, 3000)).toBe(303);
  expect(await rows()).toEqual(before);
  expect((await home.ada.get(saved.headers.location ?? '')).body).toContain(
    '<p class="notice" role="status">Nothing was changed.</p>',
  );
});

/** All rows that a form could write, with their version. */
async function rows() {
  const seen: unknown[] = [];
  for (const table of ['account', 'category', 'member', 'person', 'transaction', 'posting', 'act', 'audit'])
    seen.push(
      await home.rows`select t::text as row, ${table === 'transaction' || table === 'posting' ? home.rows`''` : home.rows`t.xmin::text`} as by from ${home.rows(table)} t order by 1`,
    );
  seen.push(await home.rows`select id, name, zone, month_start from book order by id`);
  return seen;
}

/** Fields of the first form that posts to the page's own URL. */
function formOf(body: string, path: string): { action: string; fields: Record<string, string | string[]> } {
  const forms = [...body.matchAll(/<form[^>]*method="post" action="([^"]*)".*?<\/form>/gs)];
  const leadsTo = (to: string) => to === path || to === `${path}/role`;
  const [form = '', action = ''] = forms.find(([, to = '']) => leadsTo(to.replace(/\?$/, ''))) ?? [];
  const fields: [string, string][] = [];
  for (const [tag, name = ''] of form.matchAll(/<input[^>]*name="([^"]*)"[^>]*>/g)) {
    const isOff = /type="(?:radio|checkbox)"/.test(tag) && !tag.includes(' checked');
    const isFile = tag.includes(' type="file"'); // goes as a part of its own
    if (!isOff && !isFile) fields.push([name, unescapeMarkup(/ value="([^"]*)"/.exec(tag)?.[1] ?? '')]);
  }
  for (const [, name = '', inside = ''] of form.matchAll(/<select[^>]*name="([^"]*)".*?>(.*?)<\/select>/gs))
    fields.push([
      name,
      unescapeMarkup(
        /value="([^"]*)" selected/.exec(inside)?.[1] ?? /value="([^"]*)"/.exec(inside)?.[1] ?? '',
      ),
    ]);
  const names = [...new Set(fields.map(([name]) => name))];
  const all = names.map(
    (name) => [name, fields.filter(([one]) => one === name).map(([, value]) => value)] as const,
  );
  const plain = all.map(
    ([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values] as const,
  );
  return { action, fields: { key: randomUUID(), ...Object.fromEntries(plain) } };
}
