import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../../testing/household.ts';

let home: Household;
beforeAll(async () => {
  home = await household();
});

const add = (more: Record<string, string>) =>
  home.ada.post(`${home.path}/categories`, { key: randomUUID(), kind: 'spent', parent: '', ...more });

describe('categories', () => {
  it('start with a set of two levels', async () => {
    const { body } = await home.ada.get(`${home.path}/categories`);
    for (const name of ['Food', 'Groceries', 'Work', 'Salary', 'Not sorted yet'])
      expect(body).toContain(`>${name}</a>`);
    expect(body).not.toContain('Opening balance');
    expect(body).not.toContain('Exchange');
  });

  it('are added below a heading, and offered in the form at once', async () => {
    await home.account('Bank');
    expect((await add({ name: 'Cheese', parent: await home.category('Food') })).statusCode).toBe(303);
    expect((await home.ada.get(`${home.path}/transactions/new`)).body).toContain('>Cheese</option>');
  });

  it.each<[string, () => Promise<Record<string, string>>, string]>([
    ['without a name', async () => ({ name: ' ' }), 'Type a name.'],
    [
      'with a name that its heading has already',
      async () => ({ name: 'gROCERIES', parent: await home.category('Food') }),
      'with this name already',
    ],
    [
      'below a category of the lower level',
      async () => ({ name: 'Apples', parent: await home.category('Groceries') }),
      'Choose a heading',
    ],
    [
      'below a heading of the other kind',
      async () => ({ name: 'Tips', parent: await home.category('Work') }),
      'Choose a heading',
    ],
  ])('are refused %s', async (_what, fields, message) => {
    const response = await add(await fields());
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain(message);
  });

  it('are renamed, except those that the book needs', async () => {
    const path = (id: string) => `${home.path}/categories/${id}`;
    const rename = async (name: string, to: string) =>
      home.ada.post(path(await home.category(name)), { key: randomUUID(), name: to });
    expect((await rename('Taxi', 'Cabs')).statusCode).toBe(303);
    expect((await home.ada.get(`${home.path}/categories`)).body).toContain('>Cabs</a>');
    expect((await rename('Not sorted yet', 'Sorted')).statusCode).toBe(404);
    expect((await home.ada.get(path('nonsense'))).statusCode).toBe(404);
  });
});
