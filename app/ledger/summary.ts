import type { NamedPosting, Transaction } from './transaction.ts';

/** A transaction in one line of single-entry words. */
export interface Summary {
  readonly title: string;
  readonly detail: string;
  /** Seen from the account: below zero is what went out. What was moved has no sign, unless one account is looked at. */
  readonly amount: bigint;
  readonly currency: string;
}

/** `account` is the one that is looked at, if any: what was moved then comes or goes. */
export function summaryOf(transaction: Transaction, account?: string): Summary {
  const { kind, payee, postings } = transaction;
  const onAccounts = postings.filter((posting) => posting.account !== null);
  const categories = postings.filter((posting) => posting.category !== null);
  const first = onAccounts.find((posting) => posting.account === account) ?? onAccounts[0];
  if (!first) throw new Error('A transaction has a posting on an account');

  if (kind === 'moved') {
    const way = `${nameWhere(onAccounts, (amount) => amount < 0n)} → ${nameWhere(onAccounts, (amount) => amount > 0n)}`;
    const signed = first.account === account ? first.amount : absolute(first.amount);
    return { title: payee || way, detail: payee ? way : 'Moved', amount: signed, currency: first.currency };
  }
  const isOpening = kind === 'opening';
  const sorted = isOpening ? 'Opening balance' : categoryWords(categories.filter((one) => !one.isOwn));
  // An exchange stands for the account in the other currency.
  const held = isOpening ? onAccounts : postings.filter((one) => one.account !== null || one.isOwn);
  const together = inCurrency(held, first.currency);
  const whole = account === undefined ? together : first.amount;
  const what = isRefund(kind, together) ? `${sorted} · ${kind === 'spent' ? 'Refund' : 'Paid back'}` : sorted;
  return {
    title: payee || sorted,
    detail: payee || what !== sorted ? `${what} · ${first.name}` : first.name,
    amount: whole,
    currency: first.currency,
  };
}

/** Spent that came in, or received that went out: with the sign turned. */
function isRefund(kind: Transaction['kind'], whole: bigint): boolean {
  return kind === 'spent' ? whole > 0n : kind === 'received' && whole < 0n;
}

/** What all accounts together gave or got: a part that is saved is not spent. */
function inCurrency(held: readonly NamedPosting[], currency: string): bigint {
  return held.reduce((sum, one) => (one.currency === currency ? sum + one.amount : sum), 0n);
}

function categoryWords([first, ...others]: readonly NamedPosting[]): string {
  if (!first) return '';
  return others.length === 0 ? first.name : `${first.name} + ${others.length} more`;
}

function nameWhere(postings: readonly NamedPosting[], fits: (amount: bigint) => boolean): string {
  return postings.find(({ amount }) => fits(amount))?.name ?? '';
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
