import { describe, expect, it } from 'vitest';
import { dayAfter, monthOf } from '../../calendar.ts';
import { household } from '../../testing/household.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { textOfPage } from '../../testing/text-of-main-element.ts';
import { todayIn } from '../../time-zones.ts';

describe('this month', () => {
  it('leaves out what is dated ahead, and the list names it apart', async () => {
    const own = await household();
    const purse = await own.account('Purse', { opening: 100_000n });
    const category = await own.category('Groceries');
    const today = todayIn('UTC');
    // Keeps tomorrow in the same month as today.
    const from = Math.min(Number(today.slice(8)), 28);
    await own.rows`update book set month_start = ${from} where id = ${own.book}`;
    await own.enter(spentOn(purse, category, 900n, { bookedOn: today }));
    await own.enter(spentOn(purse, category, 4_000n, { bookedOn: dayAfter(today) }));
    const { body } = await own.ada.get(own.path);
    expect(textOfPage(body)).toContain('Spent €9.00');
    expect(textOfPage(body)).toContain('Food €9.00');
    const rows = await own.ada.get(`${own.path}/transactions?month=${monthOf(today, from)}`);
    expect(textOfPage(rows.body)).toContain('Spent €9.00 in 1 row Dated ahead: Spent €40.00 in 1 row');
  });
});
