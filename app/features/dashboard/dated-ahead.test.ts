import { describe, expect, it } from 'vitest';
import { dayAfter, monthOf } from '../../calendar.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';
import { todayIn } from '../../time-zones.ts';

async function spend(bookedOn: string, amount: bigint, at: Household, account: Money, category: string) {
  await at.enter({ kind: 'spent', account, bookedOn, lines: [{ category, amount, note: '' }] });
}

describe('this month', () => {
  it('leaves out what is dated ahead, and the list names it apart', async () => {
    const own = await household();
    const purse = await own.account('Purse', { opening: 100_000n });
    const category = await own.category('Groceries');
    const today = todayIn('UTC');
    // Keeps tomorrow in the same month as today.
    const from = Math.min(Number(today.slice(8)), 28);
    await own.rows`update book set month_start = ${from} where id = ${own.book}`;
    await spend(today, 900n, own, purse, category);
    await spend(dayAfter(today), 4_000n, own, purse, category);
    const { body } = await own.ada.get(own.path);
    expect(text(body)).toContain('Spent €9.00');
    expect(text(body)).toContain('Food €9.00');
    const rows = await own.ada.get(`${own.path}/transactions?month=${monthOf(today, from)}`);
    expect(text(rows.body)).toContain('Spent €9.00 in 1 row Dated ahead: Spent €40.00 in 1 row');
  });
});

/** Text as read aloud: the words without the markup. */
function text(body: string): string {
  return body
    .slice(Math.max(0, body.indexOf('<main')))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}
