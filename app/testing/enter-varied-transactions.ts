import { acted } from '../ledger/begin-and-list-acts.ts';
import type { Money } from '../ledger/entry-to-postings.ts';
import { deleteTransaction } from '../ledger/write-transaction.ts';
import { todayIn } from '../time-zones.ts';
import type { Household } from './household.ts';

/** Enters accounts, and rows of each kind, most of today; one is deleted again. */
export async function enterVariedRows(at: Household): Promise<VariedRows> {
  const current = await at.account('Current account', { opening: 245_080n });
  const card = await at.account('Blue card with quite a long name of its own', {
    kind: 'card',
    opening: -42_000n,
  });
  await at.account('Dollars', { currency: 'USD', opening: 1_000n });
  const food = await at.category('Groceries');
  const day = todayIn('UTC');
  const names = ['Rent or mortgage', 'Coffee and snacks', 'Fuel', 'Pharmacy', 'Hobbies', 'Presents'];
  for (const [index, name] of names.entries()) {
    const lines = [{ category: await at.category(name), amount: 100_000n / BigInt(index + 1), note: '' }];
    await at.enter({
      kind: 'spent',
      account: { ...card, state: index === 1 ? 'pending' : 'cleared' },
      bookedOn: day,
      payee: `A shop for ${name.toLowerCase()}`,
      lines,
    });
  }
  await at.enter({
    kind: 'received',
    account: current,
    bookedOn: day,
    payee: 'Acme',
    lines: [{ category: await at.category('Salary'), amount: 290_000n, note: '' }],
  });
  await at.enter({
    kind: 'moved',
    from: current,
    to: card,
    amount: 20_000n,
    arrives: 20_000n,
    bookedOn: day,
  });
  const gone = await at.enter({
    kind: 'moved',
    from: current,
    to: card,
    amount: 1n,
    arrives: 1n,
    payee: 'By mistake',
  });
  const deletion = (await at.write(acted((sql) => deleteTransaction(sql, at.book, gone, 1)))) ?? '';
  const row = await at.enter({
    kind: 'spent',
    account: current,
    bookedOn: day,
    payee: 'Green Grocer',
    tags: ['Holiday', 'For the whole family', 'Work'],
    lines: [{ category: food, amount: 1250n, note: '' }],
  });
  return { bank: current, food, row, deletion };
}

interface VariedRows {
  /** The account of most rows. */
  readonly bank: Money;
  /** Id of the category of groceries. */
  readonly food: string;
  /** Id of a row with tags. */
  readonly row: string;
  /** Id of the act that deleted a row. */
  readonly deletion: string;
}
