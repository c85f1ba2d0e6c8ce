import { beforeAll, describe, expect, it } from 'vitest';
import { monthOf, monthsAfter } from '../../calendar.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';
import { todayIn } from '../../time-zones.ts';

const today = todayIn('UTC');
const thisMonth = monthOf(today, 1);
const lastMonth = monthsAfter(thisMonth, -1);

let home: Household;
let bank: Money;
let food: string;
let rent: string;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank', { opening: 100_000n });
  const card = await home.account('Card', { kind: 'card', opening: -42_000n });
  [food, rent] = [await home.category('Groceries'), await home.category('Rent or mortgage')];
  const salary = await home.category('Salary');
  const one = (category: string, amount: bigint) => [{ category, amount, note: '' }];
  await home.enter({
    kind: 'spent',
    account: bank,
    bookedOn: `${thisMonth}-01`,
    lines: [...one(food, 2_000n), ...one(rent, 50_000n)],
  });
  await home.enter({ kind: 'spent', account: bank, bookedOn: `${lastMonth}-15`, lines: one(food, 1_500n) });
  await home.enter({
    kind: 'received',
    account: bank,
    bookedOn: `${thisMonth}-01`,
    lines: one(salary, 300_000n),
  });
  await home.enter({
    kind: 'moved',
    from: bank,
    to: card,
    amount: 10_000n,
    arrives: 10_000n,
    bookedOn: `${thisMonth}-01`,
  });
});

describe('the overview', () => {
  it('tells what there is, what is owed, and what a month brought', async () => {
    const { body } = await home.ada.get(home.path);
    expect(text(body)).toContain('Net worth €3,045.00');
    expect(text(body)).toContain('Spent €520.00');
    expect(text(body)).toContain('Received €3,000.00');
    expect(text(body)).toContain('Left over €2,480.00');
    expect(text(body)).toContain('Card You owe €320.00');
  });

  it('never counts a move or an opening balance as spent or received', async () => {
    const { body } = await home.ada.get(`${home.path}?month=2025-01`);
    expect(text(body)).toContain('Spent €0.00');
    expect(text(body)).toContain('Received €0.00');
  });

  it('leads from each figure to rows that come to the same', async () => {
    const { body } = await home.ada.get(home.path);
    for (const [label, figure] of [
      ['Home', '€500.00'],
      ['Food', '€20.00'],
    ] as const) {
      const [, href = ''] =
        new RegExp(`<a href="([^"]+)"><i class="dot c\\d"></i>${label}</a>`).exec(body) ?? [];
      const rows = await home.ada.get(unescaped(href));
      expect(text(rows.body)).toContain(`Spent ${figure} in 1 row`);
    }
    const [, spent = ''] = /<a href="([^"]+flow&#61;spent[^"]+)"><span class="sign spent">/.exec(body) ?? [];
    expect(text((await home.ada.get(unescaped(spent))).body)).toContain('Spent €520.00 in 1 row');
  });

  it('counts a fee as spent and takes a refund off, and leads to both', async () => {
    const own = await household();
    const purse = await own.account('Purse');
    const fees = await own.category('Bank fees');
    const groceries = await own.category('Groceries');
    const savings = await own.account('Savings');
    const on = { bookedOn: today, account: purse };
    const one = (amount: bigint) => [{ category: groceries, amount, note: '' }];
    await own.enter({ ...on, kind: 'spent', lines: one(5_000n) });
    await own.enter({ ...on, kind: 'spent', lines: one(-1_500n) });
    const fee = [{ category: fees, amount: 200n, note: '' }];
    const move = { bookedOn: today, from: purse, to: savings, amount: 10_200n, arrives: 10_000n };
    await own.enter({ ...move, kind: 'moved', fees: fee });
    const { body } = await own.ada.get(own.path);
    expect(text(body)).toContain('Spent €37.00');
    const [, spent = ''] = /<a href="([^"]+flow&#61;spent[^"]+)"><span class="sign spent">/.exec(body) ?? [];
    const rows = text((await own.ada.get(unescaped(spent))).body);
    expect(rows).toContain('Spent €37.00 in 3 rows');
    expect(rows).toContain('Purse → Savings');
    expect(rows).toContain('Groceries · Refund');
  });

  it('shows the month before beside each category, and goes back to it', async () => {
    expect(text((await home.ada.get(home.path)).body)).toContain('Food €20.00 €15.00');
    expect(text((await home.ada.get(`${home.path}?month=${lastMonth}`)).body)).toContain('Spent €15.00');
    expect((await home.ada.get(`${home.path}?month=9999-99`)).statusCode).toBe(200);
  });

  it('is new after every write', async () => {
    const own = await household();
    const purse = await own.account('Purse', { opening: 1_000n });
    const groceries = await own.category('Groceries');
    for (let n = 1; n <= 5; n++) {
      await own.enter({
        kind: 'spent',
        account: purse,
        bookedOn: today,
        lines: [{ category: groceries, amount: 100n, note: '' }],
      });
      expect(text((await own.ada.get(own.path)).body)).toContain(`Net worth €${10 - n}.00`);
    }
  });

  it('welcomes to a book without accounts', async () => {
    const ben = await home.signedIn('Ben');
    expect((await ben.get(`/books/${ben.book}`)).body).toContain('Add by hand');
  });

  it('counts from tomorrow what is booked for tomorrow', async () => {
    const own = await household();
    const purse = await own.account('Purse', { opening: 1_000n });
    await own.enter({
      kind: 'spent',
      account: purse,
      bookedOn: '2999-01-01',
      lines: [{ category: await own.category('Groceries'), amount: 100n, note: '' }],
    });
    const words = text((await own.ada.get(own.path)).body);
    expect(words).toContain('Net worth €10.00');
    expect(words).toContain('Purse €10.00');
  });
});

describe('a book with several currencies', () => {
  it('shows each by itself and never adds them up', async () => {
    const own = await household();
    const euros = await own.account('Euros', { opening: 5_000n });
    const dollars = await own.account('Dollars', { currency: 'USD', opening: 7_000n });
    await own.enter({
      kind: 'moved',
      from: euros,
      to: dollars,
      amount: 1_000n,
      arrives: 1_100n,
      bookedOn: today,
    });
    const coffee = await own.category('Coffee and snacks');
    await own.enter({
      kind: 'spent',
      account: dollars,
      bookedOn: today,
      lines: [{ category: coffee, amount: 300n, note: '' }],
    });
    const words = text((await own.ada.get(own.path)).body);
    expect(words).toContain('Net worth €40.00');
    expect(words).toContain('Net worth in USD $78.00');
    expect(words).toContain('Where it went, in USD');
    expect(words).toContain('Spent $3.00');
  });
});

/** Text as read aloud: the words without the markup. */
function text(body: string): string {
  return body
    .slice(body.indexOf('<main'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

function unescaped(href: string): string {
  return href.replaceAll('&#61;', '=').replaceAll('&#38;', '&');
}
