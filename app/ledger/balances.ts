import type { Day, Month } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';

/** What changed on an account in a month. */
export interface MonthlyChange {
  readonly account: string;
  readonly month: Month;
  readonly amount: bigint;
}

/** Every change up to and on `until`, by account and month: balances, today's and earlier ones, are its sums. */
export async function monthlyChanges(
  sql: TransactionSql,
  book: string,
  until: Day,
): Promise<MonthlyChange[]> {
  return sql<MonthlyChange[]>`
    select account_id as account, to_char(date_trunc('month', booked_on::timestamp), 'YYYY-MM') as month,
      sum(amount_minor) as amount
    from posting
    where book_id = ${book} and account_id is not null and booked_on <= ${until}
    group by account_id, date_trunc('month', booked_on::timestamp)`;
}

/** What each account holds after the last of the changes, or at the end of `month`. */
export function balancesOf(changes: readonly MonthlyChange[], month?: Month): Map<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const change of changes) {
    if (month !== undefined && change.month > month) continue;
    balances.set(change.account, (balances.get(change.account) ?? 0n) + change.amount);
  }
  return balances;
}

/** How long a balance is kept in the cache, and under which name: "today" is part of what it depends on. */
export const balancesKept = { seconds: 300, name: (today: Day) => `balances:${today}:1` };

/** Sums of accounts, one for each currency: amounts of two currencies are never added up. */
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
