import { type Month, monthsAfter } from '../../calendar.ts';
import type { Account } from '../../ledger/accounts.ts';
import { balancesOf, type MonthlyChange, totalsByCurrency } from '../../ledger/balances.ts';
import type { CategorySum } from './load-category-sums-and-coming-up.ts';

/** Net worth in one currency: today, and at the end of each previous month. */
export interface Worth {
  readonly currency: string;
  readonly today: bigint;
  /** Oldest first; the last entry is today's. */
  readonly history: readonly { readonly month: Month; readonly total: bigint }[];
}

const monthsShown = 12;

/** Net worth for each currency with accounts, the book's own first; amounts of two currencies are never added. */
export function worthOf(
  accounts: readonly Account[],
  changes: readonly MonthlyChange[],
  thisMonth: Month,
  bookCurrency: string,
): Worth[] {
  const months = Array.from({ length: monthsShown }, (_, index) =>
    monthsAfter(thisMonth, index + 1 - monthsShown),
  );
  const ends = months.map((month) => ({
    month,
    totals: totalsByCurrency(accounts, balancesOf(changes, month)),
  }));
  return ownFirst([...new Set(accounts.map((account) => account.currency))], bookCurrency).map((currency) => {
    const history = ends.map(({ month, totals }) => ({ month, total: totals.get(currency) ?? 0n }));
    return { currency, history, today: history.at(-1)?.total ?? 0n };
  });
}

/** Spent and received in a month in one currency, with the spending by category. */
export interface MonthFigures {
  readonly currency: string;
  readonly spent: bigint;
  readonly received: bigint;
  /** Top-level categories of the spending, largest first, each with its sum of the previous month. */
  readonly categories: readonly (CategorySum & { readonly before: bigint })[];
}

/** Figures of each currency with rows in the month, the first one always. */
export function monthFigures(
  sums: readonly CategorySum[],
  before: readonly CategorySum[],
  currencies: readonly string[],
): MonthFigures[] {
  const all = new Set([...currencies, ...sums.map((one) => one.currency)]);
  const figures = [...all].map((currency) => {
    const here = sums.filter((one) => one.currency === currency);
    const total = (kind: string) => here.reduce((sum, one) => (one.kind === kind ? sum + one.sum : sum), 0n);
    const categories = here
      .filter((one) => one.kind === 'spent')
      .map((one) => ({
        ...one,
        before: before.find((other) => other.id === one.id && other.currency === currency)?.sum ?? 0n,
      }));
    return { currency, spent: total('spent'), received: total('received'), categories };
  });
  return figures.filter(
    ({ currency, categories, received }) =>
      currency === currencies[0] || categories.length > 0 || received !== 0n,
  );
}

function ownFirst(currencies: readonly string[], own: string): string[] {
  return currencies.toSorted((a, b) => Number(b === own) - Number(a === own) || a.localeCompare(b));
}
