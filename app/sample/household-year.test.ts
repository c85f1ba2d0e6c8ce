import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAfter } from '../calendar.ts';
import { currencies, digitsOf } from '../currencies.ts';
import { largestAmount } from '../parse-and-format-amounts.ts';
import { dueDays } from '../schedules/recurrence.ts';
import type { AccountName, SampleEntry, SampleHousehold } from './household-types.ts';
import { householdYear, SAMPLE_DAYS } from './household-year.ts';
import { priceIn } from './price-level-by-currency.ts';

const days = fc.integer({ min: 0, max: 20_000 }).map((count) => dayAfter('2000-01-01', count));
const anyYear = fc.record({ today: days, currency: fc.constantFrom(...currencies()) });
const year = householdYear({ today: '2026-11-30', currency: 'EUR' });

describe('a year of the sample household, whatever the day and the currency', () => {
  it('is the same for the same day', () => {
    expect(householdYear({ today: '2026-11-30', currency: 'EUR' })).toEqual(year);
    expect(householdYear({ today: '2026-11-29', currency: 'EUR' })).not.toEqual(year);
  });

  it('ends on that day, begins a year before, and is in order', () =>
    fc.assert(
      fc.property(anyYear, ({ today, currency }) => {
        const { entries, accounts } = householdYear({ today, currency });
        const booked = entries.map(({ day }) => day);
        expect(booked).toEqual(booked.toSorted());
        expect(booked[0]).toBe(dayAfter(today, 1 - SAMPLE_DAYS));
        const last = booked.at(-1) ?? '';
        expect(last <= today && last >= dayAfter(today, -6)).toBe(true);
        expect(accounts.every(({ openedOn }) => openedOn === booked[0])).toBe(true);
      }),
    ));

  it('never has less than nothing in an account, and owes on the card alone', () =>
    fc.assert(
      fc.property(anyYear, (options) => {
        const household = householdYear(options);
        const most = -priceIn(options.currency, 300_000);
        let at = nothing();
        for (const entry of household.entries) {
          at = after(at, entry);
          for (const name of ['bank', 'savings', 'cash', 'travel'] as const)
            if (at[name] < 0n) expect.fail(`${name} is below zero on ${entry.day}`);
          if (at.card > 0n || at.card < most) expect.fail(`the card is at ${at.card} on ${entry.day}`);
        }
      }),
    ));

  it('ends with more than it began with, and not with a fortune', () =>
    fc.assert(
      fc.property(anyYear, (options) => {
        const { entries } = householdYear(options);
        const { bank, savings } = entries.reduce(after, nothing());
        const price = (cents: number) => priceIn(options.currency, cents);
        expect(savings > price(1_000_000) && savings < price(1_500_000)).toBe(true);
        expect(bank > price(400_000) && bank < price(1_700_000)).toBe(true);
      }),
    ));

  it('has amounts above zero, but for one refund, and prices as they are in that currency', () =>
    fc.assert(
      fc.property(anyYear, (options) => {
        const household = householdYear(options);
        const parts = household.entries.flatMap((entry) => ('parts' in entry ? entry.parts : []));
        expect(parts.filter(({ amount }) => amount <= 0n)).toHaveLength(1);
        expect(household.entries.every((entry) => sizeOf(entry) < largestAmount)).toBe(true);
      }),
    ));

  it('buys food several times a week, and in no fortnight at home none', () =>
    fc.assert(
      fc.property(anyYear, (options) => {
        const { entries } = householdYear(options);
        const food = entries.filter(({ ...one }) => categoriesOf(one).includes('Food/Groceries'));
        expect(food.length).toBeGreaterThan(150);
        const away = new Set(
          entries.filter(({ tags }) => tags?.includes('sample.tagTrip')).map(({ day }) => day),
        );
        let thin = 0; // by chance, one year in some dozens has a fortnight with two
        for (let index = 0; index + 14 <= SAMPLE_DAYS; index += 14) {
          const from = dayAfter(options.today, 1 - SAMPLE_DAYS + index);
          const fortnight = Array.from({ length: 14 }, (_, at) => dayAfter(from, at));
          if (fortnight.some((day) => away.has(day))) continue;
          const bought = food.filter(({ day }) => fortnight.includes(day)).length;
          expect(bought).toBeGreaterThan(0);
          if (bought < 3) thin += 1;
        }
        expect(thin).toBeLessThanOrEqual(2);
      }),
      { numRuns: 30 },
    ));

  it('gets and pays in each month or quarter what comes again, and the same days are planned from then on', () =>
    fc.assert(
      fc.property(anyYear, (options) => {
        const { entries, schedules } = householdYear(options);
        const times = (payee: string) => entries.filter((one) => one.payee === payee).length;
        expect(times('sample.landlord')).toBeGreaterThanOrEqual(11);
        expect(times('sample.landlord')).toBeLessThanOrEqual(13);
        expect(times('sample.power')).toBe(4);
        expect(
          entries.filter((one) => categoriesOf(one).includes('Work/Salary')).length,
        ).toBeGreaterThanOrEqual(11);
        expect(entries.filter((one) => categoriesOf(one).includes('Money matters/Insurance'))).toHaveLength(
          1,
        );
        for (const { recurrence } of schedules) {
          const coming = { first: dayAfter(options.today), next: dayAfter(options.today, 370) };
          expect(dueDays(recurrence, coming).length).toBeGreaterThanOrEqual(1);
        }
      }),
    ));
});

describe('the sample household', () => {
  it('knows the categories that every book begins with, and uses nearly all of them', () => {
    const known = starterCategories();
    const used = new Set(year.entries.flatMap(categoriesOf));
    expect([...used].filter((path) => !known.includes(path))).toEqual([]);
    // A household that rents has no rent coming in, pays off its card, and its refund is one of clothes.
    expect(known.filter((path) => !used.has(path))).toEqual([
      'Money matters/Interest',
      'Returns/Rent',
      'Benefits and refunds/Refunds',
    ]);
  });

  it('has what there is to see: a split, tags, a refund, moves, pending rows, and a trip in other money', () => {
    const outlays = year.entries.filter((entry) => 'parts' in entry);
    expect(outlays.filter(({ parts }) => parts.length > 1).length).toBeGreaterThan(10);
    expect(new Set(year.entries.flatMap(({ tags }) => tags ?? [])).size).toBe(3);
    expect(outlays.filter(({ account }) => account === 'travel').length).toBeGreaterThan(8);
    expect(year.entries.filter(({ kind }) => kind === 'moved').length).toBeGreaterThan(30);
    const pending = year.entries.filter(({ isPending }) => isPending);
    expect(pending.every(({ day }) => day > '2026-11-27')).toBe(true);
    expect(year.entries.length).toBeGreaterThan(500);
  });

  it('travels where its own money is foreign', () => {
    const moneyOf = (currency: string) =>
      householdYear({ today: '2026-11-30', currency }).accounts.map((account) => account.currency);
    expect(new Set(moneyOf('EUR'))).toEqual(new Set(['EUR', 'GBP']));
    expect(new Set(moneyOf('GBP'))).toEqual(new Set(['GBP', 'EUR']));
  });
});

describe('a price', () => {
  it.each([
    ['EUR', 4837, 4837n],
    ['USD', 4837, 4837n],
    ['JPY', 4837, 5804n],
    ['INR', 4837, 580_400n], // whole rupees
    ['IDR', 4837, 58_050_000n], // by 500 rupiah
    ['KWD', 4837, 19_350n],
    ['CZK', 4837, 120_900n],
    ['KRW', 4837, 72_600n],
    ['SEK', 4837, 48_350n],
    ['VND', 4837, 1_209_500n],
    ['JPY', 1, 1n],
  ])('in %s of %d euro cents is %d', (currency, cents, price) => {
    expect(priceIn(currency, cents)).toBe(price);
  });

  it('has no fractions where a unit buys little', () => {
    for (const currency of ['IDR', 'INR', 'HUF', 'LBP', 'NGN'])
      expect(priceIn(currency, 1234) % BigInt(10 ** digitsOf(currency)), currency).toBe(0n);
  });
});

function nothing(): Record<AccountName, bigint> {
  return { bank: 0n, savings: 0n, cash: 0n, card: 0n, travel: 0n };
}

function after(at: Record<AccountName, bigint>, entry: SampleEntry): Record<AccountName, bigint> {
  if (entry.kind === 'moved')
    return {
      ...at,
      [entry.from]: at[entry.from] - entry.amount,
      [entry.to]: at[entry.to] + entry.arrives,
    };
  const sign = entry.kind === 'spent' ? -1n : 1n;
  return { ...at, [entry.account]: at[entry.account] + sign * sizeOf(entry) };
}

function sizeOf(entry: SampleEntry): bigint {
  return 'parts' in entry ? entry.parts.reduce((sum, { amount }) => sum + amount, 0n) : entry.amount;
}

function categoriesOf(entry: SampleHousehold['entries'][number]): string[] {
  return 'parts' in entry ? entry.parts.map(({ category }) => category) : [];
}

/** Categories of the migration that gives them to each book, as `Food/Groceries`; a parent alone where it has no children. */
function starterCategories(): string[] {
  const sql = readFileSync(new URL('../database/migrations/0003-starter-set.sql', import.meta.url), 'utf8');
  return [...sql.matchAll(/\('(?:spent|received)', '([^']+)', '\{([^}]*)\}'/g)].flatMap(
    ([, parent = '', children = '']) =>
      children === '' ? [parent] : children.split(',').map((child) => `${parent}/${child}`),
  );
}
