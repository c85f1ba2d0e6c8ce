/** What a person enters: one of four shapes, in single-entry words. Amounts are minor units. */
export type Entry = Outlay | Move | Opening;

interface Header {
  readonly bookedOn: string;
  readonly payee: string;
  readonly note: string;
  readonly state: 'pending' | 'cleared';
}

/** Spent or received on one account, for one or more categories. */
export interface Outlay extends Header {
  readonly kind: 'spent' | 'received';
  readonly account: Money;
  /** Amounts are above zero where something was spent or received, and below it for what came back. */
  readonly lines: readonly { readonly category: string; readonly amount: bigint; readonly note: string }[];
}

/** Moved between two accounts of the book; `arrives` differs from `amount` where their currencies do. */
export interface Move extends Header {
  readonly kind: 'moved';
  readonly from: Money;
  readonly to: Money;
  readonly amount: bigint;
  readonly arrives: bigint;
}

/** What an account held on its first day; below zero is a debt. */
export interface Opening extends Header {
  readonly kind: 'opening';
  readonly account: Money;
  readonly amount: bigint;
}

/** An account and the currency of everything on it. */
export interface Money {
  readonly id: string;
  readonly currency: string;
}

/** Exactly one of `account` and `category` is set. */
export interface Posting {
  readonly account: string | null;
  readonly category: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly note: string;
}

/** The book's own categories that take the other side of openings and of moves between currencies. */
export interface Counterparts {
  readonly opening: string;
  readonly exchange: string;
}

/** Double entry: what is taken from one place is put in another, so that all sum to zero in each currency. */
export function postingsOf(entry: Entry, counterparts: Counterparts): Posting[] {
  if (entry.kind === 'moved') return moved(entry, counterparts.exchange);
  if (entry.kind === 'opening') {
    const { account, amount } = entry;
    return [on(account, amount), against(counterparts.opening, -amount, account.currency)];
  }
  const { account, lines, kind } = entry;
  const sign = kind === 'spent' ? 1n : -1n;
  const total = lines.reduce((sum, line) => sum + line.amount, 0n);
  return [
    on(account, -sign * total),
    ...lines.map(({ category, amount, note }) => against(category, sign * amount, account.currency, note)),
  ];
}

function moved({ from, to, amount, arrives }: Move, exchange: string): Posting[] {
  const both = [on(from, -amount), on(to, arrives)];
  if (from.currency === to.currency) return both;
  return [...both, against(exchange, amount, from.currency), against(exchange, -arrives, to.currency)];
}

function on({ id, currency }: Money, amount: bigint): Posting {
  return { account: id, category: null, amount, currency, note: '' };
}

function against(category: string, amount: bigint, currency: string, note = ''): Posting {
  return { account: null, category, amount, currency, note };
}
