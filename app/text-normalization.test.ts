import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Household, household } from './testing/household.ts';
import { spentOn } from './testing/spent-entry.ts';
import type { SignedIn } from './testing/start-app.ts';

/* Texts that look the same are the same, and are found by their look, whichever way they came in. */

let home: Household;
beforeAll(async () => {
  home = await household();
});

const composed = 'Café';
const apart = 'Cafe\u0301';
/** Variants with the same look. */
const looks = [apart, 'CAFÉ', 'Cafe', ' Ca\u200bfé\u2060 ', '\u202eCafé\u202c', 'Café\u200d'];

type Door = (person: SignedIn, name: string) => ReturnType<SignedIn['post']>;
const account: Door = (person, name) =>
  person.post(`/books/${person.book}/accounts`, {
    ...{ key: randomUUID(), name, kind: 'bank', currency: 'EUR', openedOn: '2025-01-01', opening: '' },
    direction: 'have',
  });
const category: Door = (person, name) =>
  person.post(`/books/${person.book}/categories`, { key: randomUUID(), name, kind: 'spent', parent: '' });
const book: Door = (person, name) => person.post('/books', { key: randomUUID(), name, currency: 'EUR' });
const doors = [
  ['an account', account, 'There is an account with this name already.'],
  ['a category', category, 'There is a category with this name already.'],
  ['a book', book, 'You gave this name to another book already.'],
] as const;

describe.each(doors)('the name of %s', (_what, door, taken) => {
  let add: (name: string) => ReturnType<Door>;
  beforeEach(async () => {
    const person = await home.signedIn(randomUUID());
    add = (name) => door(person, name);
  });

  it('is one name, however it is written', async () => {
    expect((await add(apart)).statusCode).toBe(303);
    for (const name of [composed, ...looks]) {
      const response = await add(name);
      expect(response.statusCode, JSON.stringify(name)).toBe(422);
      expect(response.body).toContain(`${taken} Capitals, accents and spaces make no difference.`);
    }
  });

  it.each([
    '\u200b\u2060',
    '\u3164',
    '\u2800',
    '\u202e',
    '\u0301',
  ])('is not %j, which shows nothing', async (name) => {
    const response = await add(name);
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('Type a name');
  });

  it('may have as many characters as it is told, beside the field', async () => {
    const response = await add('🥐'.repeat(101));
    expect(response.statusCode).toBe(422);
    expect(response.body).toMatch(/This is \d+ characters? too long: \d+ fit\./);
    expect((await add('e\u0301'.repeat(60))).statusCode).toBe(303);
  });

  it('is kept as it is seen', async () => {
    await add('Zoe\u0301\u200b’s\u00a0 \u202echoir\u202c');
    const kept = await home.rows`
      select name from account where name like 'Zo%' union all select name from category where name like 'Zo%'
      union all select name from book where name like 'Zo%'`;
    expect(kept.at(-1)).toEqual({ name: 'Zoé’s choir' });
  });
});

it('renaming holds names apart too', async () => {
  for (const name of [composed, 'Giro']) await account(home.ada, name);
  for (const name of [composed, 'Rénts']) await category(home.ada, name);
  await book(home.ada, composed);
  const [rows] = await home.rows`
    select (select id from account where name = 'Giro' and book_id = ${home.book}) as account, (select id from category where name = 'Rénts' and book_id = ${home.book}) as category`;
  const { location = '' } = (await book(home.ada, 'Choir')).headers;
  for (const path of [
    `${home.path}/accounts/${rows?.['account']}`,
    `${home.path}/categories/${rows?.['category']}`,
    `${location}/settings`,
  ]) {
    const wrong = await home.ada.post(path, { key: randomUUID(), name: 'cafe\u0301' });
    expect(wrong.statusCode, path).toBe(422);
    expect(wrong.body).toContain('already.');
    expect((await home.ada.post(path, { key: randomUUID(), name: '\u200b' })).body).toContain('Type a name.');
    expect((await home.ada.post(path, { key: randomUUID(), name: 'Chosen\u200b' })).statusCode).toBe(303);
  }
});

it('a member does not learn how other books of the one who shares are called', async () => {
  const ben = await home.signedIn('Ben');
  await home.admit(ben, 'editor');
  await book(home.ada, 'Divorce');
  const renamed = await ben.post(`${home.path}/settings`, { key: randomUUID(), name: 'Divorce' });
  expect(renamed.statusCode).toBe(303);
});

it('the name of a person is tidied and shows something', async () => {
  const settings = { locale: 'en', theme: 'system', dateFormat: 'locale', timeZone: 'UTC', currency: 'EUR' };
  const named = (name: string) => home.ada.post('/settings', { ...settings, name });
  expect((await named('\u200b')).body).toContain('Type your name.');
  expect((await named('x'.repeat(101))).body).toContain('This is 1 character too long: 100 fit.');
  expect((await named('Ade\u0301\u202e')).statusCode).toBe(303);
  expect(await home.rows`select name from person where id = ${home.ada.person}`).toEqual([{ name: 'Adé' }]);
});

it('an e-mail is one, however it is written', async () => {
  const form = { name: 'Zoé', password: 'four quiet words here', currency: 'EUR', timeZone: 'UTC' };
  const visitor = home.visitor();
  expect((await visitor.post('/sign-up', { ...form, email: 'zoe\u0301@example.org' })).statusCode).toBe(303);
  const again = await home.visitor().post('/sign-up', { ...form, email: 'zoé@example.org\u200b' });
  expect(again.body).toContain('There is an account with this e-mail already.');
  const back = home.visitor();
  const { password } = form;
  expect((await back.post('/sign-in', { email: 'Zoe\u0301@example.org', password })).statusCode).toBe(303);
});

describe('a transaction', () => {
  it('has its notes and its payee tidied, by forms and by the API', async () => {
    const bank = await home.account('Notes');
    const food = await home.category('Groceries');
    const line = { category: food, amount: 100n, note: 'pe\u0301\u200b' };
    await home.enter({
      ...spentOn(bank, food, 100n),
      payee: 'Ja\u0301n\u202e',
      note: 'ne\u0301\u200b\r\nb ',
      lines: [line],
    });
    const body = {
      bookedOn: '2025-11-21',
      amount: '-1',
      account: bank.id,
      payee: ' JA\u0301N\u200b',
      note: 'ne\u0301\r\nb',
    };
    const added = await home.ada.postJson('/api/data', body, { 'idempotency-key': randomUUID() });
    expect(added.json()).toMatchObject({ payee: 'Ján', note: 'né\nb' });
    const rows = await home.rows`
      select p.name, t.note, (select string_agg(l.note, '' order by line) from posting l where l.transaction_id = t.id) as lines
      from transaction t join payee p on p.id = t.payee_id where p.name like 'J%' order by t.id`;
    const row = { name: 'Ján', note: 'né\nb' };
    expect(rows.map((one) => ({ ...one }))).toEqual([
      { ...row, lines: 'pé' },
      { ...row, lines: '' },
    ]);
  });

  it.each([
    ['payee', 'x'.repeat(121), 422],
    ['note', 'x'.repeat(1001), 422],
    ['payee', 'e\u0301'.repeat(120), 201],
  ])('tells a program which %s is too long', async (field, value, status) => {
    const bank = await home.account(randomUUID());
    const body = { bookedOn: '2025-11-21', amount: '-1', account: bank.id, [field]: value };
    const response = await home.ada.postJson('/api/data', body, { 'idempotency-key': randomUUID() });
    expect([response.statusCode, response.json().field]).toEqual([
      status,
      status === 422 ? field : undefined,
    ]);
  });

  it('tells beside each field of its form what is too long in it, and counts what is composed', async () => {
    const bank = await home.account('Lengths');
    const food = await home.category('Groceries');
    const form = { kind: 'spent', bookedOn: '2025-11-21', account: bank.id, amount: '5', category: food };
    const send = (payee: string, note: string, lineNote: string) =>
      home.ada.post(`${home.path}/transactions`, { ...form, key: randomUUID(), payee, note, lineNote });
    const response = await send('x'.repeat(121), 'x'.repeat(1003), 'x'.repeat(202));
    expect(response.statusCode).toBe(422);
    for (const [id, words] of [
      ['payee', 'This is 1 character too long: 120 fit.'],
      ['note', 'This is 3 characters too long: 1000 fit.'],
      ['lineNote-0', 'This is 2 characters too long: 200 fit.'],
    ])
      expect(response.body).toContain(`id="field-${id}-problem">${words}<`);
    const long = await send('e\u0301'.repeat(120), 'e\u0301'.repeat(1000), 'e\u0301'.repeat(200));
    expect(long.statusCode, long.body).toBe(303);
  });

  it('is found by words that look the same', async () => {
    const bank = await home.account('Found');
    const food = await home.category('Groceries');
    await home.enter({ ...spentOn(bank, food, 100n), payee: 'Crêperie ☕\ufe0f', note: 'می\u200cخواهم' });
    const found = async (text: string) =>
      (await home.ada.get(`${home.path}/transactions?text=${encodeURIComponent(text)}`)).body.includes(
        'Crêperie',
      );
    for (const text of [
      'cre\u0302perie',
      'Crê\u200bperie',
      'CREPERIE',
      '☕',
      '☕\ufe0f',
      'میخواهم',
      'می\u200cخواهم',
      '\u202ecrêperie',
    ])
      expect(await found(text), JSON.stringify(text)).toBe(true);
    expect(await found('Bakery')).toBe(false);
  });
});
