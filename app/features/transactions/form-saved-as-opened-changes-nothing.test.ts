import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Entry, Money } from '../../ledger/entry-to-postings.ts';
import { findTransaction } from '../../ledger/read-transactions-with-postings.ts';
import { asForm, submittedFields } from '../../testing/first-form-fields.ts';
import { type Household, household } from '../../testing/household.ts';

/* A stored transaction is unchanged when its form is opened and saved as is. */

let home: Household;
let bank: Money;
let savings: Money;
let forints: Money;
let food: string;
let fees: string;
let salary: string;
let presents: string;
let header: Record<string, string>;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  savings = await home.account('Savings', { kind: 'savings' });
  forints = await home.account('Forints', { currency: 'HUF' });
  [food, fees] = [await home.category('Groceries'), await home.category('Bank fees')];
  [salary, presents] = [await home.category('Salary'), await home.category('Presents')];
  header = { bookedOn: '2025-11-21', payee: '', note: '' };
});

type Form = Record<string, string | string[]>;

const rows = () => home.read((sql) => sql<{ id: string }[]>`select id from transaction order by id desc`);
const find = (id: string) => home.read((sql) => findTransaction(sql, home.book, id));
const send = (form: Form, path = '') =>
  home.ada.post(`${home.path}/transactions${path}`, { key: randomUUID(), ...header, ...form });

async function added(form: Form): Promise<string> {
  const response = await send(form);
  expect(response.statusCode, response.body).toBe(303);
  return (await rows())[0]?.id ?? '';
}

/** Fields of a transaction's edit form, as a browser would send them. */
async function fieldsOf(id: string): Promise<Form> {
  const { body } = await home.ada.get(`${home.path}/transactions/${id}`);
  return asForm(submittedFields(body));
}

async function expectSame(id: string): Promise<void> {
  const before = await find(id);
  const response = await send(await fieldsOf(id), `/${id}`);
  expect(response.statusCode, response.body).toBe(303);
  expect(await find(id)).toEqual(before); // no new version without a difference
}

const parts = (...lines: [amount: string, choice: string, note: string][]) => ({
  partAmount: lines.map(([amount]) => amount),
  category: lines.map(([, choice]) => choice),
  lineNote: lines.map(([, , note]) => note),
});

describe('a form that is saved as it was opened changes nothing of', () => {
  const saved = () => `account:${savings.id}`;
  it.each<[string, () => Form]>([
    ['a purchase', () => ({ kind: 'spent', account: bank.id, category: food, amount: '5' })],
    ['a refund', () => ({ kind: 'spent', refund: 'on', account: bank.id, category: food, amount: '5' })],
    [
      'parts of both signs',
      () => ({ kind: 'spent', account: bank.id, amount: '5', ...parts(['7', food, 'a'], ['-2', fees, 'b']) }),
    ],
    [
      'a refund with parts of both signs',
      () => ({ kind: 'spent', account: bank.id, amount: '-5', ...parts(['-7', food, ''], ['2', fees, '']) }),
    ],
    [
      'a part that is saved, with what it is for',
      () => ({
        ...{ kind: 'spent', account: bank.id, amount: '100' },
        ...parts(['70', saved(), 'for the holiday'], ['30', food, '']),
      }),
    ],
    [
      'a smaller part that is saved',
      () => ({
        ...{ kind: 'spent', account: bank.id, amount: '100', pending: 'on' },
        ...parts(['30', saved(), 'x'], ['70', food, '']),
      }),
    ],
    [
      'a move with a fee below zero',
      () => ({
        ...{ kind: 'moved', from: bank.id, to: savings.id, amount: '100', pending: 'on' },
        ...parts(['-2', fees, 'a thank you']),
      }),
    ],
    [
      'a move of which the fee is more than half, pending where it arrives',
      () => ({
        ...{ kind: 'moved', from: bank.id, to: savings.id, amount: '10', pendingTo: 'on' },
        ...parts(['6', fees, '']),
      }),
    ],
    [
      'an exchange with a fee',
      () => ({
        ...{ kind: 'moved', from: bank.id, to: forints.id, amount: '100', arrives: '39000' },
        ...parts(['2', fees, '']),
      }),
    ],
    [
      'an exchange of which the fee is more than half',
      () => ({
        ...{ kind: 'moved', from: bank.id, to: forints.id, amount: '100', arrives: '16000' },
        ...parts(['60', fees, '']),
      }),
    ],
    ['an opening balance', () => ({ kind: 'opening', account: bank.id, amount: '-5' })],
  ])('%s', async (_what, form) => {
    await expectSame(await added(form()));
  });
});

describe('nor of what did not come by a form:', () => {
  const part = (category: string, amount: bigint, note = '') => ({ category, amount, note });
  const booked = () => ({ ...savings, state: 'pending', bankDay: '2025-11-24' }) as const;
  const shapes: Record<string, () => object> = {
    'a refund': () => ({ kind: 'spent', account: bank, lines: [part(food, -5n)] }),
    'a lone part with a note': () => ({ kind: 'spent', account: bank, lines: [part(food, 500n, 'alone')] }),
    'parts of both kinds': () => ({
      kind: 'spent',
      account: bank,
      lines: [part(food, 900n, 'a'), part(presents, -200n, 'b'), part(salary, 5n)],
    }),
    'a part on an account, pending and with the day of the bank': () => ({
      kind: 'spent',
      account: bank,
      lines: [part(food, 700n), { account: booked(), amount: 300n, note: 'saved' }],
    }),
    'parts on one account, each in its state': () => ({
      kind: 'spent',
      account: bank,
      lines: [
        { account: savings, amount: 200n, note: '' },
        { account: booked(), amount: 300n, note: 'saved' },
        part(food, 500n),
      ],
    }),
    'a salary with a deduction': () => ({
      kind: 'received',
      account: booked(),
      lines: [part(salary, 700n), part(food, -300n)],
    }),
    'a salary that is paid back': () => ({ kind: 'received', account: bank, lines: [part(salary, -300n)] }),
    'a move with a fee': () => ({
      ...{ kind: 'moved', from: bank, to: booked(), amount: 102n, arrives: 100n },
      fees: [part(fees, 2n, 'wire')],
    }),
    'a move with interest': () => ({
      ...{ kind: 'moved', from: booked(), to: bank, amount: 100n, arrives: 101n },
      fees: [part(salary, -1n)],
    }),
    'an exchange with a fee': () => ({
      ...{ kind: 'moved', from: bank, to: forints, amount: 102n, arrives: 39_000n },
      fees: [part(fees, 2n)],
    }),
    'a split that is called moved': () => ({
      kind: 'spent',
      account: bank,
      lines: [part(food, 10n), { account: savings, amount: 90n, note: '' }],
    }),
    'an opening balance': () => ({ kind: 'opening', account: bank, amount: -5n }),
  };
  it.each(Object.keys(shapes))('%s', async (name) => {
    const entry = { bookedOn: '2025-11-21', payee: 'Round trip', note: 'as it is', ...shapes[name]?.() };
    await expectSame(await home.enter(entry as Entry));
  });
});

it('clears what is saved together with the whole', async () => {
  const id = await added({
    ...{ kind: 'spent', account: bank.id, amount: '100', pending: 'on' },
    ...parts(['30', `account:${savings.id}`, ''], ['70', food, '']),
  });
  const { pending, ...cleared } = await fieldsOf(id);
  expect(pending).toEqual(['on']);
  await send(cleared, `/${id}`);
  expect(await find(id)).toMatchObject({ state: 'cleared' });
});

it('shows what an exchange with a large fee took, and not what was exchanged', async () => {
  await added({
    ...{
      kind: 'moved',
      from: bank.id,
      to: forints.id,
      amount: '100',
      arrives: '16000',
      payee: 'Airport desk',
    },
    ...parts(['60', fees, '']),
  });
  const { body } = await home.ada.get(`${home.path}/transactions?text=airport+desk`);
  expect(body).toContain('Bank fees · Bank');
  expect(body).toContain('value="-60.00"');
});

describe('what was typed does not vanish:', () => {
  it('a fee without an amount is asked for', async () => {
    const move = { kind: 'moved', from: bank.id, to: savings.id, amount: '100' };
    const response = await send({ ...move, ...parts(['', fees, '']) });
    expect(response.statusCode).toBe(422);
  });

  it('what arrives must fit where the currency is the same', async () => {
    const move = { kind: 'moved', from: bank.id, to: savings.id, amount: '100' };
    expect((await send({ ...move, arrives: '95' })).statusCode).toBe(422);
    expect((await send({ ...move, arrives: '100' })).statusCode).toBe(303);
  });
});

describe('amounts that are too large together', () => {
  const most = '10000000000000';
  it.each<[string, () => Form]>([
    [
      'the rest of a split',
      () => ({
        ...{ kind: 'spent', account: bank.id, amount: most },
        ...parts([`-${most}`, food, ''], ['', fees, '']),
      }),
    ],
    [
      'a move with a fee below zero',
      () => ({
        ...{ kind: 'moved', from: bank.id, to: savings.id, amount: most },
        ...parts([`-${most}`, fees, '']),
      }),
    ],
    [
      'an exchange with a fee below zero',
      () => ({
        ...{ kind: 'moved', from: bank.id, to: forints.id, amount: most, arrives: '1' },
        ...parts([`-${most}`, fees, '']),
      }),
    ],
  ])('are refused in words: %s', async (_what, form) => {
    expect((await send(form())).statusCode).toBe(422);
  });
});
