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
  const sorted = kind === 'opening' ? 'Opening balance' : categoryWords(categories);
  return {
    title: payee || sorted,
    detail: payee ? `${sorted} · ${first.name}` : first.name,
    amount: first.amount,
    currency: first.currency,
  };
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
