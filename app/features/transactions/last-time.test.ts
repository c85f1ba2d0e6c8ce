import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { asForm, submittedFields } from '../../testing/first-form-fields.ts';
import { type Household, household } from '../../testing/household.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
let bank: Money;
let card: Money;
let food: string;
let presents: string;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  card = await home.account('Card');
  [food, presents] = [await home.category('Groceries'), await home.category('Presents')];
  await home.enter(spentOn(bank, food, 100n, { payee: 'Grocer', bookedOn: '2025-01-02' }));
  await home.enter(spentOn(card, presents, 900n, { payee: 'Grocer', bookedOn: '2025-01-03' }));
  await home.enter({
    ...{ kind: 'received', account: bank, payee: 'Grocer', bookedOn: '2025-02-01' },
    lines: [{ category: await home.category('Salary'), amount: 1n, note: '' }],
  });
  await home.enter(
    spentOn(card, food, 0n, {
      payee: 'Market',
      lines: [
        { category: food, amount: 3000n, note: '' },
        { category: presents, amount: 1000n, note: 'for Zoe' },
      ],
    }),
  );
});

const typed = (more: Record<string, string>) => ({
  ...{ key: randomUUID(), kind: 'spent', bookedOn: '2026-01-01', note: '', account: bank.id, category: '' },
  ...{ amount: '', ...more },
});
const press = async (more: Record<string, string>, path = '') => {
  const { body, statusCode } = await home.ada.post(
    `${home.path}/transactions${path}`,
    typed({ intent: 'recall', ...more }),
  );
  expect(statusCode).toBe(200);
  return { body: unescapeMarkup(body), fields: asForm(submittedFields(body)) };
};

describe('a payee', () => {
  it('remembers category and account of last time, of the same kind, and no amount', async () => {
    const { body, fields } = await press({ payee: 'gröcer' });
    expect(fields).toMatchObject({ category: [presents], account: [card.id], amount: [''] });
    expect(body).toContain('Last time: Presents · Card');
  });

  it('leaves an amount that is typed', async () => {
    expect((await press({ payee: 'Grocer', amount: '5' })).fields).toMatchObject({ amount: ['5'] });
  });

  it('remembers a split, in its proportions where the amount is another', async () => {
    expect((await press({ payee: 'Market' })).fields).toMatchObject({
      ...{ amount: ['40.00'], partAmount: ['30.00', '10.00'] },
      ...{ category: [food, presents], lineNote: ['', 'for Zoe'] },
    });
    const other = await press({ payee: 'Market', amount: '0.99' });
    expect(other.fields).toMatchObject({ amount: ['0.99'], partAmount: ['0.74', '0.25'] });
  });

  it('is told to be new where it is', async () => {
    expect((await press({ payee: 'Nobody' })).body).toContain('There is no row like this with Nobody yet.');
    expect((await press({ payee: '' })).body).toContain('Type with whom first');
  });

  it('does not remember the row that is being changed', async () => {
    const id = await home.enter(spentOn(bank, food, 7n, { payee: 'Once', bookedOn: '2025-03-01' }));
    expect((await press({ payee: 'Once', version: '1' }, `/${id}`)).body).toContain(
      'no row like this with Once',
    );
  });

  it('leaves an account that was closed since', async () => {
    const purse = await home.account('Purse');
    const row = { payee: 'Kiosk', bookedOn: '2025-03-01' };
    await home.enter(spentOn(purse, food, 5n, row));
    await home.enter(spentOn(purse, food, -5n, { ...row, bookedOn: '2025-02-01' }));
    await home.ada.post(`${home.path}/accounts/${purse.id}/close`, { key: randomUUID() });
    expect((await press({ payee: 'Kiosk' })).fields).toMatchObject({ account: [bank.id], category: [food] });
  });

  it('is told, and others like it offered, while it is typed', async () => {
    const count = (payee: string) =>
      home.ada.post(`${home.path}/transactions/count`, typed({ payee })).then(({ body }) => JSON.parse(body));
    expect(await count('Grocer')).toMatchObject({
      said: { payee: expect.stringContaining('Presents · Card') },
    });
    expect(await count('ar')).toMatchObject({ said: { payee: '' }, lists: { payee: ['Market'] } });
    expect(await count('a')).toMatchObject({ lists: { payee: [] } });
  });
});
