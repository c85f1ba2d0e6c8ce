import type { Signed } from './signs.ts';

/** Balance before the first record by day, and after the last. */
export interface BalanceEnds {
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
}

/** Ends of a chain in which each amount leads from one balance to the next, downwards or upwards; undefined for none. */
export function endsOf(amounts: readonly Signed[], balances: readonly Signed[]): BalanceEnds | undefined {
  const [down, up] = [chain(amounts, balances), chain(amounts.toReversed(), balances.toReversed())];
  return down ?? up;
}

function chain(amounts: readonly Signed[], balances: readonly Signed[]): BalanceEnds | undefined {
  const [first] = amounts;
  const [start] = balances;
  const end = balances.at(-1);
  if (first === undefined || start === undefined || end === undefined) return undefined;
  if (new Set(balances.map((balance) => balance?.currency)).size > 1) return undefined;
  for (let row = 1; row < amounts.length; row += 1) {
    const [before, after, amount] = [balances[row - 1], balances[row], amounts[row]];
    if (before === undefined || after === undefined || amount === undefined) return undefined;
    if (after.minor - before.minor !== amount.minor) return undefined;
  }
  return { openingMinor: start.minor - first.minor, closingMinor: end.minor };
}

/** Rows whose amount leads the other way than the balances do, where these differ by all amounts; else none. */
export function rowsAgainst(amounts: readonly Signed[], balances: readonly Signed[]): readonly number[] {
  const last = amounts.length - 1;
  const up = against(amounts.toReversed(), balances.toReversed())?.map((row) => last - row);
  return against(amounts, balances) ?? up?.toReversed() ?? [];
}

function against(amounts: readonly Signed[], balances: readonly Signed[]): readonly number[] | undefined {
  if (amounts.length < 3) return undefined; // two rows may fit by chance
  const rows: number[] = [];
  for (let row = 1; row < amounts.length; row += 1) {
    const [before, after, amount] = [balances[row - 1], balances[row], amounts[row]];
    if (before === undefined || after === undefined || amount === undefined) return undefined;
    const change = after.minor - before.minor;
    if (change !== amount.minor && change !== -amount.minor) return undefined;
    if (change !== amount.minor) rows.push(row);
  }
  return rows;
}
