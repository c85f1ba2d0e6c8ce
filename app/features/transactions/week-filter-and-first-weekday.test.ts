import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayAfter, weekOf } from '../../calendar.ts';
import { type Household, household } from '../../testing/household.ts';
import { todayIn } from '../../time-zones.ts';

const sunday = 7;
const thisWeek = weekOf(todayIn('UTC'), sunday);
const lastWeek = dayAfter(thisWeek, -7);

let home: Household;
beforeAll(async () => {
  home = await household();
  const bank = await home.account('Bank', { openedOn: '2000-01-01' });
  const food = await home.category('Groceries');
  for (const [days, amount] of [
    [-1, 100n],
    [0, 200n],
    [6, 400n],
    [7, 800n],
  ] as const) {
    const lines = [{ category: food, amount, note: '' }];
    await home.enter({ kind: 'spent', account: bank, bookedOn: dayAfter(lastWeek, days), lines });
  }
});

const listOf = async (query: string) => (await home.ada.get(`${home.path}/transactions?${query}`)).body;

describe('a week of transactions', () => {
  it('is the seven days from its first on, and told what it comes to', async () => {
    expect(await listOf(`week=${lastWeek}`)).toMatch(/€6\.00<\/bdi><\/data><\/strong> <small>in 2 rows/);
    const ofApi = await home.ada.get(`/api/data?book=${home.book}&week=${lastWeek}`);
    expect(ofApi.json().data).toHaveLength(2);
    const wrong = await home.ada.get(`/api/data?book=${home.book}&week=2025-48`);
    expect([wrong.statusCode, wrong.json().field]).toEqual([422, 'week']);
  });

  it('is offered as it begins in the book', async () => {
    const offered = async () => /name="week".*?<\/select>/s.exec(await listOf(''))?.[0];
    expect(await offered()).toContain(`<option value="${thisWeek}">`); // Ada's English is that of the United States
    const settings = { key: randomUUID(), name: 'Home', weekStart: '1' };
    await home.ada.post(`${home.path}/settings`, settings);
    const monday = weekOf(todayIn('UTC'), 1);
    expect(await offered()).toContain(`<option value="${monday}">`);
    expect(await offered()).not.toContain(`<option value="${thisWeek}">`);
  });
});

it.each([
  ['de', 1],
  ['en-GB', 1],
  ['en-US', 7],
  ['ar-EG', 6],
])('a book that somebody makes in %s has weeks that begin on day %i', async (locale, day) => {
  const ben = await home.signedIn('Ben');
  await home.rows`update person set locale = ${locale} where id = ${ben.person}`;
  const fields = { key: randomUUID(), name: `In ${locale}`, currency: 'EUR' };
  expect((await ben.post('/books', fields)).statusCode).toBe(303);
  expect(await home.rows`select week_start from book where name = ${fields.name}`).toEqual([
    { week_start: day },
  ]);
});
