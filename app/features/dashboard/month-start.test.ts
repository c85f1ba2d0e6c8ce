import { beforeAll, describe, expect, it } from 'vitest';
import { daysOf, lastDayOf, monthOf, monthsAfter } from '../../calendar.ts';
import { monthName } from '../../format-days-and-times.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';
import { textOfPage } from '../../testing/text-of-main-element.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';
import { todayIn } from '../../time-zones.ts';

const start = 25;
const thisMonth = monthOf(todayIn('UTC'), start);
const [before, twoBefore] = [monthsAfter(thisMonth, -1), monthsAfter(thisMonth, -2)];

let home: Household;
let bank: Money;
let food: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank', { opening: 100_000n });
  food = await home.category('Groceries');
  await home.rows`update book set month_start = ${start} where id = ${home.book}`;
  await spend(daysOf(before, start).first, 1_100n);
  await spend(lastDayOf(before, start), 2_200n);
  await spend(lastDayOf(twoBefore, start), 5_000n);
});

async function spend(bookedOn: string, amount: bigint, at = home, account = bank, category = food) {
  await at.enter({ kind: 'spent', account, bookedOn, lines: [{ category, amount, note: '' }] });
}

describe('where months begin on the 25th', () => {
  it('a month is counted from there to the day before the next', async () => {
    const words = textOfPage((await home.ada.get(`${home.path}?month=${before}`)).body);
    expect(words).toContain('Spent €33.00');
    expect(words).toContain('Food €33.00 €50.00'); // next to the previous month
    expect(textOfPage((await home.ada.get(`${home.path}?month=${twoBefore}`)).body)).toContain(
      'Spent €50.00',
    );
  });

  it('is named by its days', async () => {
    const { body } = await home.ada.get(`${home.path}?month=2025-11`);
    expect(textOfPage(body)).toContain('Nov 25 – Dec 24, 2025');
    expect(body.replaceAll('\u2009', ' ')).toContain('aria-label="Oct 25 – Nov 24, 2025"');
  });

  it('leads to rows that come to the same, at the address that the month always had', async () => {
    const { body } = await home.ada.get(`${home.path}?month=${before}`);
    const [, href = ''] = /<a href="([^"]+flow&#61;spent[^"]+)">/.exec(body) ?? [];
    expect(unescapeMarkup(href)).toContain(`month=${before}`);
    const rows = textOfPage((await home.ada.get(unescapeMarkup(href))).body);
    expect(rows).toContain('Spent €33.00 in 2 rows');
    const ofApi = await home.ada.get(`/api/data?book=${home.book}&month=${before}`);
    expect(ofApi.json().data).toHaveLength(2);
  });

  it('net worth is told at the end of each of these months', async () => {
    const words = textOfPage((await home.ada.get(home.path)).body);
    expect(words).toContain(`${yearAtEnd(monthsAfter(twoBefore, -1))} €1,000.00`);
    expect(words).toContain(`${yearAtEnd(twoBefore)} €950.00`);
    expect(words).toContain(`${yearAtEnd(before)} €917.00`);
  });

  it('figures are new when it begins on another day', async () => {
    const own = await household();
    const purse = await own.account('Purse', { opening: 100_000n });
    const category = await own.category('Groceries');
    await spend('2025-05-10', 700n, own, purse, category);
    const spent = async () => textOfPage((await own.ada.get(`${own.path}?month=2025-05`)).body);
    expect(await spent()).toContain('Spent €7.00');
    await own.rows`update book set month_start = 11 where id = ${own.book}`; // without raising the version
    expect(await spent()).toContain('Spent €0.00');
    expect(textOfPage((await own.ada.get(`${own.path}?month=2025-04`)).body)).toContain('Spent €7.00');
  });

  it('net worth is new when they begin on another day', async () => {
    const own = await household();
    const purse = await own.account('Purse', { opening: 100_000n });
    const now = monthOf(todayIn('UTC'), 1);
    const day = `${monthsAfter(now, -2)}-15`;
    await spend(day, 700n, own, purse, await own.category('Groceries'));
    const writing = { locale: 'en', dateFormat: 'locale' };
    const worth = async (from: number) => {
      const name = textOfPage(monthName(monthsAfter(now, -3), writing, from));
      const words = textOfPage((await own.ada.get(own.path)).body);
      return words.slice(words.indexOf(name) + name.length).split(' ')[1];
    };
    expect(await worth(1)).toBe('€1,000.00');
    await own.rows`update book set month_start = 20 where id = ${own.book}`; // without raising the version
    expect(await worth(20)).toBe('€993.00');
  });
});

function yearAtEnd(month: string): string {
  return lastDayOf(month, start).slice(0, 4);
}
