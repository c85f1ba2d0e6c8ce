import { beforeAll, expect, it } from 'vitest';
import { type Household, household } from '../testing/household.ts';
import { unescapeMarkup } from '../testing/unescape-character-references.ts';
import { todayIn } from '../time-zones.ts';

let home: Household;
let typed: readonly string[];

beforeAll(async () => {
  home = await household({ language: 'pseudo' });
  const giro = await home.account('Giro', { opening: -5_000n });
  const spent = { kind: 'spent', account: giro, bookedOn: todayIn('UTC') } as const;
  for (const category of ['Not sorted yet', 'Groceries'])
    await home.enter({
      ...spent,
      lines: [{ category: await home.category(category), amount: 1n, note: '' }],
    });
  const rows = await home.rows<{ name: string }[]>`
    select name from account union select name from person union select email from person union select name from book union select name from payee
    union select name from category where role is null`;
  typed = rows.map(({ name }) => name).toSorted((one, other) => other.length - one.length);
});

it.each([
  ['the overview', ''],
  ['the accounts', '/accounts'],
  ['a new account', '/accounts/new'],
  ['the imports', '/imports'],
  ['the categories', '/categories'],
  ['a new category', '/categories/new'],
  ['the activity', '/activity'],
  ['the transactions', '/transactions'],
  ['a new transaction', '/transactions/new'],
  ['the settings of the book', '/settings'],
  ['an address with nothing', '/nothing'],
])('%s shows no English but names, days and currencies', async (_name, path) => {
  const { body } = await home.ada.get(`${home.path}${path}`);
  expect(body).toContain('dir="rtl"');
  expect(textsIn(body).filter(isEnglish)).toEqual([]);
});

it.each(['/settings', '/settings/tokens', '/books'])('%s shows no English to a person', async (url) => {
  expect(textsIn((await home.ada.get(url)).body).filter(isEnglish)).toEqual([]);
});

it.each(['/', '/sign-in', '/sign-up'])('%s shows no English to a visitor', async (url) => {
  expect(textsIn((await home.visitor().get(url)).body).filter(isEnglish)).toEqual([]);
});

it('an act is called by what people read, whatever the database calls the category', async () => {
  await home.rows`update category set name = 'Kept as this' where role = 'unsorted' and book_id = ${home.book}`;
  const giro = await home.account('Second');
  const lines = [{ category: await home.category('Kept as this'), amount: 1n, note: '' }];
  await home.enter({ kind: 'spent', account: giro, lines });
  const { body } = await home.ada.get(`${home.path}/activity`);
  expect(body).not.toContain('Kept as this');
  expect(body).toMatch(/Second · Ñöt šörtéd ýét|Ñöt šörtéd ýét[ ~]* · Second/);
});

/** Texts between tags and in attributes that people see or hear; lists whose names Intl brings are left out. */
function textsIn(page: string): string[] {
  const { body = '' } = /<body(?<body>.*)/s.exec(page)?.groups ?? {};
  const ours = body.replaceAll(/<select[^>]* name="(?:currency|locale|timeZone)".*?<\/select>/gs, '');
  const attributes = [...ours.matchAll(/ (?:aria-label|placeholder|title|alt|label)="([^"]*)"/g)];
  return [...attributes, ...ours.matchAll(/>([^<]+)</g)].map(([, text = '']) => unescapeMarkup(text).trim());
}

/** True for words that neither the pseudo-language nor a person wrote. */
function isEnglish(text: string): boolean {
  if (/[åçéîñöšûýž~]/i.test(text)) return false;
  const rest = [...typed, ...calendarWords].reduce((left, name) => left.replaceAll(name, ''), text);
  return /\p{Ll}{2}/u.test(rest);
}

const calendarWords = ['long', 'short'].flatMap((width) => [
  ...Array.from({ length: 12 }, (_, month) => word({ month: width }, new Date(Date.UTC(2026, month)))),
  ...Array.from({ length: 7 }, (_, day) => word({ weekday: width }, new Date(Date.UTC(2026, 0, day + 1)))),
]);

function word(parts: object, date: Date): string {
  return new Intl.DateTimeFormat('en-US', { ...parts, timeZone: 'UTC' }).format(date);
}
