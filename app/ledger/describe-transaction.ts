import { say } from '../words/say.ts';
import { categoryName } from './list-categories-with-shown-names.ts';
import type { NamedPosting, Transaction } from './read-transactions-with-postings.ts';

/** A transaction in one line of single-entry words. */
export interface Summary {
  readonly title: string;
  readonly detail: string;
  /** Signed as seen from the account: negative for outflow. A move has no sign unless one account is selected. */
  readonly amount: bigint;
  readonly currency: string;
}

/** Summarises a transaction. With `account`, the selected one, a move has a sign. */
export function summaryOf(transaction: Transaction, account?: string): Summary {
  const { kind, payee, postings } = transaction;
  const onAccounts = postings.filter((posting) => posting.account !== null);
  const categories = postings.filter((posting) => posting.category !== null);
  const first = onAccounts.find((posting) => posting.account === account) ?? onAccounts[0];
  if (!first) throw new Error('A transaction has a posting on an account');

  if (kind === 'moved') {
    const way = `${nameWhere(onAccounts, (amount) => amount < 0n)} → ${nameWhere(onAccounts, (amount) => amount > 0n)}`;
    const signed = first.account === account ? first.amount : absolute(first.amount);
    return {
      title: payee || way,
      detail: payee ? way : say('kinds.moved'),
      amount: signed,
      currency: first.currency,
    };
  }
  const isOpening = kind === 'opening';
  const sorted = isOpening ? say('kinds.opening') : categoryWords(categories.filter((one) => !one.isOwn));
  // An exchange posting stands in for the account in the other currency.
  const held = isOpening ? onAccounts : postings.filter((one) => one.account !== null || one.isOwn);
  const together = inCurrency(held, first.currency);
  const whole = account === undefined ? together : first.amount;
  const what = isRefund(kind, together)
    ? `${sorted} · ${say(kind === 'spent' ? 'ledger.refund' : 'ledger.paidBack')}`
    : sorted;
  return {
    title: payee || sorted,
    detail: payee || what !== sorted ? `${what} · ${first.name}` : first.name,
    amount: whole,
    currency: first.currency,
  };
}

/** True for a refund: `spent` with an inflow, or `received` with an outflow. */
function isRefund(kind: Transaction['kind'], whole: bigint): boolean {
  return kind === 'spent' ? whole > 0n : kind === 'received' && whole < 0n;
}

/** Net change over all accounts in one currency: a part transferred to savings is not spent. */
function inCurrency(held: readonly NamedPosting[], currency: string): bigint {
  return held.reduce((sum, one) => (one.currency === currency ? sum + one.amount : sum), 0n);
}

function categoryWords([first, ...others]: readonly NamedPosting[]): string {
  if (!first) return '';
  const name = categoryName(first);
  return others.length === 0 ? name : say('ledger.andMore', { name, count: others.length });
}

function nameWhere(postings: readonly NamedPosting[], fits: (amount: bigint) => boolean): string {
  return postings.find(({ amount }) => fits(amount))?.name ?? '';
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
