import type { Day, Month } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';

/** Net change of an account in a month. */
export interface MonthlyChange {
  readonly account: string;
  readonly month: Month;
  readonly amount: bigint;
}

/**
 * Sums the postings up to and including `until` by account and month; adding these up gives today's and earlier
 * balances.
 *
 * @param monthStart day of the calendar month on which the book's months begin
 */
export async function monthlyChanges(
  sql: TransactionSql,
  book: string,
  until: Day,
  monthStart: number,
): Promise<MonthlyChange[]> {
  return sql<MonthlyChange[]>`
    select account_id as account, to_char(month, 'YYYY-MM') as month, sum(amount_minor) as amount
    from posting, date_trunc('month', (booked_on - ${monthStart - 1}::int)::timestamp) as month
    where book_id = ${book} and account_id is not null and booked_on <= ${until}
    group by account_id, month`;
}

/** Balance of each account after all changes, or at the end of `month`. */
export function balancesOf(changes: readonly MonthlyChange[], month?: Month): Map<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const change of changes) {
    if (month !== undefined && change.month > month) continue;
    balances.set(change.account, (balances.get(change.account) ?? 0n) + change.amount);
  }
  return balances;
}

/** Cache entry of the balances: lifetime in seconds, and a name that depends on today and on when months begin. */
export const balancesKept = {
  seconds: 300,
  name: (today: Day, monthStart: number) => `balances:${today}:${monthStart}:2` as const,
};

/** Adds up accounts by currency: amounts of two currencies are never added. */
export function totalsByCurrency(
  accounts: readonly { readonly id: string; readonly currency: string }[],
  balances: ReadonlyMap<string, bigint>,
): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { id, currency } of accounts) {
    totals.set(currency, (totals.get(currency) ?? 0n) + (balances.get(id) ?? 0n));
  }
  return totals;
}
