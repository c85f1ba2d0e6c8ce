import type { Held, Outlay } from '../ledger/entry.ts';

/** What was spent from an account for one category, on a day in the past. */
export function spentOn(account: Held, category: string, amount: bigint, more: Partial<Outlay> = {}): Outlay {
  const lines = [{ category, amount, note: '' }];
  return { kind: 'spent', bookedOn: '2025-11-21', payee: 'Green Grocer', note: '', account, lines, ...more };
}
