import type { ComesAgain, Template } from './stored-entry.ts';

/** True for what one amount describes: a purchase of one part, and a move within a currency and without fees. */
export function hasOneAmount(entry: ComesAgain | Template): boolean {
  if (entry.kind !== 'moved') return entry.lines.length === 1;
  return entry.from.currency === entry.to.currency && (entry.fees ?? []).length === 0;
}

/**
 * The middle of some amounts, which one unusual bill does not move; of an even number the lower one of the two. Undefined
 * for none.
 */
export function median(amounts: readonly bigint[]): bigint | undefined {
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** A template with another amount in place of its only one; a refund stays a refund. */
export function withAmount(template: Template, amount: bigint): Template {
  if (template.kind === 'moved') return { ...template, amount, arrives: amount };
  const lines = template.lines.map((line) => ({ ...line, amount: line.amount < 0n ? -amount : amount }));
  return { ...template, lines };
}
