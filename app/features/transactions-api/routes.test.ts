import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';

let home: Household;
let bank: Money;
let food: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
});

const body = (more: object = {}) => ({
  bookedOn: '2025-11-21',
  amount: '-12.50',
  account: bank.id,
  category: food,
  ...more,
});
const post = (json: unknown, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) =>
  home.ada.postJson('/api/data', json, headers);

describe('GET /api/data', () => {
  it('pages through every row once, amounts as text', async () => {
    const own = await household();
    const purse = await own.account('Purse');
    const groceries = await own.category('Groceries');
    for (let n = 0; n < 5; n++) {
      await own.enter({
        kind: 'spent',
        account: purse,
        payee: `${n}`,
        lines: [{ category: groceries, amount: 1250n, note: '' }],
      });
    }
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: { data: { payee: string; postings: object[] }[]; next: string | null } = (
        await own.ada.get(`/api/data?book=${own.book}&limit=2${next && `&after=${next}`}`)
      ).json();
      expect(page.data[0]?.postings).toMatchObject([
        { account: purse.id, amount: '-12.50', currency: 'EUR' },
        { category: groceries, amount: '12.50' },
      ]);
      seen.push(...page.data.map((row) => row.payee));
      next = page.next;
    }
    expect(seen).toEqual(['4', '3', '2', '1', '0']);
  });

  it('reads the first book when none is named, and no other one', async () => {
    expect((await home.ada.get('/api/data')).json().book).toBe(home.book);
    const eve = await home.signedIn('Eve');
    expect((await eve.get(`/api/data?book=${home.book}`)).statusCode).toBe(404);
  });

  it('refuses who is not signed in, and a page that is none', async () => {
    expect((await home.visitor().get('/api/data')).statusCode).toBe(401);
    const wrong = await home.ada.get('/api/data?after=yesterday');
    expect(wrong.statusCode).toBe(400);
    expect(wrong.headers['content-type']).toContain('application/problem+json');
    expect((await home.ada.get('/api/data?limit=0')).statusCode).toBe(400);
  });
});

describe('POST /api/data', () => {
  it.each([
    ['spends', { amount: '-12.50' }, 'spent'],
    ['receives, to be sorted later', { amount: '12.50', category: undefined }, 'received'],
  ])('%s by the sign of the amount', async (_what, more, kind) => {
    const response = await post(body(more));
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ kind, postings: [{ amount: more.amount }, {}] });
  });

  it('gives tags by their names, and reads them back', async () => {
    const { statusCode, ...response } = await post(body({ payee: 'Tagged', tags: 'Skiing, Größe ,,' }));
    expect(statusCode).toBe(201);
    expect(response.json().tags).toMatchObject([{ name: 'Größe' }, { name: 'Skiing' }]);
    const [again] = (await home.ada.get('/api/data?text=tagged')).json().data;
    expect(again.tags).toEqual(response.json().tags);
  });

  it.each([
    ['a tag that is too long', 'x'.repeat(41)],
    ['21 tags', Array.from({ length: 21 }, (_, n) => `t${n}`).join()],
  ])('refuses %s', async (_what, tags) => {
    const refused = await post(body({ tags }));
    expect([refused.statusCode, refused.json().field]).toEqual([422, 'tags']);
  });

  it('moves to another account', async () => {
    const cash = await home.account('Cash');
    const response = await post(body({ amount: '50', to: cash.id, category: undefined }));
    expect(response.json()).toMatchObject({
      kind: 'moved',
      postings: [{ amount: '-50.00' }, { amount: '50.00', account: cash.id }],
    });
  });

  it('gives the same answer and has no second effect for the same key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await post(body({ payee: 'Once' }), headers);
    const second = await post(body({ payee: 'Once' }), headers);
    expect(second.json()).toEqual(first.json());
    expect(await home.read((sql) => sql`select id from transaction where payee = 'Once'`)).toHaveLength(1);
    const other = await post(body({ payee: 'Twice' }), headers);
    expect([other.statusCode, other.json().field]).toEqual([422, 'Idempotency-Key']);
  });

  it.each<[string, object | string, number, Record<string, string>?]>([
    ['without a key', {}, 400, {}],
    ['with a member that is mistyped', { categroy: 'x' }, 400],
    ['with a number for the amount', { amount: { value: 1 } }, 400],
    ['with an amount that is none', { amount: '12.345' }, 422],
    ['with nothing', { amount: '0' }, 422],
    ['with more than the limit', { amount: '-10000000000000.01' }, 422],
    ["on another book's account", { account: randomUUID() }, 422],
    ['on a day that does not exist', { bookedOn: '2025-02-30' }, 422],
    ['on a day before the account was opened', { bookedOn: '2024-12-31' }, 422],
    ['on a day far ahead', { bookedOn: '2999-12-31' }, 422],
    ['on a day as people write it', { bookedOn: '21/11/2025' }, 422],
    ['moved to itself', { to: 'self', category: undefined, amount: '1' }, 422],
  ])('refuses what comes %s', async (_what, more, status, headers) => {
    const fields = { ...body(), ...Object(more) };
    const response = await post({ ...fields, ...(fields.to === 'self' && { to: bank.id }) }, headers);
    expect(response.statusCode, response.body).toBe(status);
    expect(response.json()).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    expect(response.body).not.toContain('12.345');
  });

  it.each(['2024-12-31', '2999-12-31'])('takes the day %s where it is said to be right', async (bookedOn) => {
    const refused = await post(body({ bookedOn }));
    expect(refused.json()).toMatchObject({
      field: 'bookedOn',
      detail: expect.stringContaining('"bookedOnSure"'),
    });
    const taken = await post(body({ bookedOn, bookedOnSure: bookedOn }));
    expect(taken.statusCode, taken.body).toBe(201);
    expect(taken.json()).toMatchObject({ bookedOn });
  });

  it('refuses what is no JSON, comes from elsewhere or lacks the token', async () => {
    const key = { 'idempotency-key': randomUUID() };
    expect((await post(body(), { ...key, origin: 'https://elsewhere.example' })).statusCode).toBe(403);
    expect((await post(body(), { ...key, 'x-csrf-token': '' })).statusCode).toBe(403);
    expect((await post(body(), { ...key, 'content-type': 'text/plain' })).statusCode).toBe(415);
    expect((await home.ada.post('/api/data', {}, key)).statusCode).not.toBe(201);
    expect((await home.visitor().postJson('/api/data', body(), key)).statusCode).toBe(401);
  });

  it('refuses a viewer', async () => {
    const vic = await home.signedIn('Vic');
    await home.admit(vic, 'viewer');
    const response = await vic.postJson(`/api/data?book=${home.book}`, body(), {
      'idempotency-key': randomUUID(),
    });
    expect(response.statusCode).toBe(403);
  });

  it('gives the token that it asks for', async () => {
    const token = (await home.ada.get('/api/data')).headers['x-csrf-token'];
    const response = await post(body(), { 'idempotency-key': randomUUID(), 'x-csrf-token': String(token) });
    expect(response.statusCode).toBe(201);
  });
});
