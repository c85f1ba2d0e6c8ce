import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { exhaustLimit } from '../../testing/fill-rate-limit-counter.ts';
import { type Household, household } from '../../testing/household.ts';

let home: Household;
let bank: Money;
let food: string;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
  await home.rows`update person set locale = 'de' where id = ${home.ada.person}`;
});

const fields = (more: Record<string, string | string[]>) => ({
  ...{ key: randomUUID(), kind: 'spent', bookedOn: '03042026', payee: '', note: '', account: bank.id },
  ...{ amount: '42,50', category: [food, food], partAmount: ['', ''], lineNote: ['', ''], ...more },
});
const count = async (more: Record<string, string | string[]>, query = '') =>
  (await home.ada.post(`${home.path}/transactions/count${query}`, fields(more))).json();

describe('POST /books/:bookId/transactions/count', () => {
  it('says days, sums and the rest as the person writes them, exactly', async () => {
    const { said, days } = await count({ partAmount: ['12,50+3,20', '0,10+0,20'] });
    const text = (field: string) => said[field].replaceAll('\u00a0', ' ');
    expect(days).toEqual({ bookedOn: '2026-04-03' });
    expect(said.bookedOn).toBe('Freitag, 3. April 2026');
    expect([text('amount'), text('amount-0'), text('amount-1')]).toEqual(['', '= 15,70 €', '= 0,30 €']);
    expect(text('rest')).toMatch(/^26,50 € left to split/);
  });

  it('says nothing of a sum that is half typed, nor of a day', async () => {
    const { said, days } = await count({ partAmount: ['12,50+', '1'], bookedOn: '31.02.2026' });
    expect(said).toMatchObject({ bookedOn: '', 'amount-0': '', rest: 'One of the parts is no amount yet.' });
    expect((await count({ amount: '' })).said.rest).toBe('Type the whole amount above.');
    expect(days).toEqual({ bookedOn: '' });
  });

  it('knows the accounts of the row that is edited', async () => {
    const old = await home.account('Old');
    const id = await home.enter({
      ...{ kind: 'spent', account: old },
      lines: [{ category: food, amount: 5n, note: '' }],
    });
    await home.enter({ kind: 'moved', from: bank, to: old, amount: 5n, arrives: 5n });
    await home.ada.post(`${home.path}/accounts/${old.id}/close`, { key: randomUUID() });
    const { said } = await count({ account: old.id }, `?of=${id}`);
    expect(said.rest).toMatch(/^42,50/);
    expect((await count({ account: old.id })).said.rest).toBe('Type the whole amount above.');
  });

  it('writes nothing, and uses up nothing of what may be sent', async () => {
    const before = await home.read((sql) => sql`select count(*) from transaction`);
    await exhaustLimit(home, home.ada, limits.form);
    expect((await count({})).said.rest).toMatch(/left to split/);
    expect(await home.read((sql) => sql`select count(*) from transaction`)).toEqual(before);
  });
});
