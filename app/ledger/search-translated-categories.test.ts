import { beforeAll, expect, it } from 'vitest';
import { type Household, household } from '../testing/household.ts';

let home: Household;

beforeAll(async () => {
  home = await household({ language: 'pseudo' });
  const account = await home.account('Giro', { opening: 5_00n });
  const lines = [{ category: await home.category('Not sorted yet'), amount: 1n, note: '' }];
  await home.enter({ kind: 'spent', account, payee: 'Unsorted shop', lines });
  await home.enter({
    ...{ kind: 'spent', account, payee: 'Grocer' },
    lines: [{ category: await home.category('Groceries'), amount: 1n, note: '' }],
  });
  await home.rows`update category set name = 'Kept as ' || role where role is not null and book_id = ${home.book}`;
});

const found = async (text: string) => {
  const { body } = await home.ada.get(`${home.path}/transactions?text=${encodeURIComponent(text)}`);
  return ['Unsorted shop', 'Grocer', 'Öpéñîñg bålåñçé'].filter((title) => body.includes(`<b>${title}`));
};

it.each([
  ['šörtéd ýét ~', ['Unsorted shop']],
  ['opening balance ~', ['Öpéñîñg bålåñçé']],
  ['groceries', ['Grocer']],
  ['Kept as', []],
])('a category of the book itself is found by what people read: %s', async (text, titles) => {
  expect(await found(text)).toEqual(titles);
});
