import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../../../testing/household.ts';
import { smallPdf } from '../../../testing/make-receipt.ts';
import { makeToken } from '../../../testing/make-token.ts';
import { photo } from '../../../testing/photo.ts';
import { spentOn } from '../../../testing/spent-entry.ts';

let home: Household;
let token: string;
let row: string;

beforeAll(async () => {
  home = await household();
  token = await makeToken(home.ada);
  row = await home.enter(spentOn(await home.account('Bank'), await home.category('Groceries'), 100n));
});

const path = () => `/api/v1/transactions/${row}/receipts`;

function ask(method: 'GET' | 'POST', url: string, payload?: Buffer, bearer = token) {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/octet-stream' };
  return home.app.inject({ method, url, headers, ...(payload && { payload }) });
}

describe('a program with a token', () => {
  it('adds a receipt, which the person can undo, lists it and gets it', async () => {
    const added = await ask('POST', `${path()}?name=lunch.png`, await photo({ gps: true }));
    expect([added.statusCode, added.json()]).toEqual([
      201,
      expect.objectContaining({ name: 'lunch.png', type: 'image/jpeg', width: 64 }),
    ]);
    const { id, hash } = added.json();
    expect((await ask('POST', `${path()}?name=again.png`, await photo({ gps: true }))).json().id).toBe(id);
    expect((await ask('GET', path())).json()).toMatchObject({ transaction: row, data: [{ id, hash }] });
    const file = await ask('GET', String(added.headers.location));
    expect([file.statusCode, file.headers['content-type'], file.rawPayload.includes('Phone')]).toEqual([
      ...[200, 'image/jpeg', false],
    ]);
    expect((await home.ada.get(`${home.path}/activity`)).body).toContain('Added the receipt');
  });

  it('is told why a file is not kept', async () => {
    const refused = await ask('POST', path(), Buffer.from('<svg/>'));
    expect([refused.statusCode, refused.json().detail]).toEqual([
      422,
      expect.stringContaining('is no photo'),
    ]);
    expect((await ask('POST', path())).statusCode).toBe(422);
    const large = Buffer.concat([smallPdf, Buffer.alloc(18 * 2 ** 20)]);
    expect((await ask('POST', path(), large)).statusCode).toBe(413);
  });

  it('sees nothing of another book', async () => {
    const ben = await home.signedIn('Ben');
    const other = await makeToken(ben);
    const { id } = (await ask('POST', path(), smallPdf)).json();
    for (const [method, url] of [
      ['GET', path()],
      ['POST', path()],
      ['GET', `/api/v1/receipts/${id}`],
    ] as const) {
      expect.soft([url, (await ask(method, url, undefined, other)).statusCode]).toEqual([url, 404]);
      expect
        .soft([url, (await ask(method, `${url}?book=${home.book}`, undefined, other)).statusCode])
        .toEqual([url, 404]);
    }
  });
});
