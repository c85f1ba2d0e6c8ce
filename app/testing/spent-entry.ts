import type { Held, Outlay } from '../ledger/entry-to-postings.ts';

/** An entry of kind `spent` with one category, on a past day. */
export function spentOn(account: Held, category: string, amount: bigint, more: Partial<Outlay> = {}): Outlay {
  const lines = [{ category, amount, note: '' }];
  return { kind: 'spent', bookedOn: '2025-11-21', payee: 'Green Grocer', note: '', account, lines, ...more };
}
