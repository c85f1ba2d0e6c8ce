import type { Day } from '../calendar.ts';
import type { Ahead } from './load-coming-up.ts';
import type { Planned } from './planned-occurrences.ts';

/** What an account will hold. */
export interface Forecast {
  readonly account: string;
  /** Balance at the end of the last day, in minor units. */
  readonly balance: bigint;
  /** First day on which it is below zero, while it is not today; undefined when there is none. */
  readonly dryOn: Day | undefined;
}

/**
 * Works out what accounts will hold that something changes, from what they hold today, what is planned, and what stands in the
 * book on later days. What was due before today, and is not entered yet, counts as of today.
 *
 * @param balances by account, at the end of today
 */
export function forecast(
  balances: ReadonlyMap<string, bigint>,
  planned: readonly Planned[],
  ahead: readonly Ahead[],
  today: Day,
): Forecast[] {
  const changes = Map.groupBy([...planned.flatMap(changesOf), ...ahead], ({ account }) => account);
  return [...changes].map(([account, mine]) => {
    const balance = balances.get(account) ?? 0n;
    const byDay = Map.groupBy(mine, ({ day }) => (day > today ? day : today));
    let left = balance;
    let dryOn: Day | undefined;
    for (const day of [...byDay.keys()].toSorted()) {
      left = (byDay.get(day) ?? []).reduce((sum, one) => sum + one.sum, left);
      if (left < 0n && balance >= 0n) dryOn ??= day;
    }
    return { account, balance: left, dryOn };
  });
}

/** What a planned entry changes on accounts. */
function changesOf({ entry }: Planned): Ahead[] {
  const day = entry.bookedOn;
  if (entry.kind === 'moved')
    return [
      { account: entry.from.id, day, sum: -entry.amount },
      { account: entry.to.id, day, sum: entry.arrives },
    ];
  const sign = entry.kind === 'spent' ? 1n : -1n;
  const whole = entry.lines.reduce((sum, line) => sum + line.amount, 0n);
  const parts = entry.lines.flatMap((line) =>
    'account' in line ? [{ account: line.account.id, day, sum: sign * line.amount }] : [],
  );
  return [{ account: entry.account.id, day, sum: -sign * whole }, ...parts];
}
