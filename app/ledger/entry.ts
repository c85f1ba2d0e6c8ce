/** What a person enters: one of four shapes, in single-entry words. Amounts are minor units. */
export type Entry = Outlay | Move | Opening;

interface Header {
  readonly bookedOn: string;
  readonly payee: string;
  readonly note: string;
}

/** Spent or received on one account, for one or more parts; a refund is a part below zero. */
export interface Outlay extends Header {
  readonly kind: 'spent' | 'received';
  readonly account: Held;
  /** Amounts are above zero where something was spent or received, and below it for what came back. */
  readonly lines: readonly Part[];
}

/** A part of what was spent or received: on a category, or on another account, which it went to or came from. */
export type Part = ForCategory | ForAccount;

export interface ForCategory {
  readonly category: string;
  readonly amount: bigint;
  readonly note: string;
}

export interface ForAccount {
  readonly account: Held;
  readonly amount: bigint;
  readonly note: string;
}

/**
 * Moved between two accounts of the book: `amount` is all that leaves, and `arrives` differs from it by the fees, and by
 * the rate where the currencies differ.
 */
export interface Move extends Header {
  readonly kind: 'moved';
  readonly from: Held;
  readonly to: Held;
  readonly amount: bigint;
  readonly arrives: bigint;
  /** Of what leaves, in its currency. @default none */
  readonly fees?: readonly ForCategory[];
}

/** What an account held on its first day; below zero is a debt. */
export interface Opening extends Header {
  readonly kind: 'opening';
  readonly account: Held;
  readonly amount: bigint;
}

export type LineState = 'pending' | 'cleared' | 'reconciled';

/** An account as one transaction touches it. */
export interface Held extends Money {
  /** @default as the line has it that is there already, `cleared` for a new one */
  readonly state?: LineState | undefined;
  /** The bank's own day. @default none */
  readonly bankDay?: string | null;
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
  /** Always `cleared` on a category; absent where a line keeps its own. */
  readonly state?: LineState | undefined;
  /** Always null on a category. */
  readonly bankDay: string | null;
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
    ...lines.map((part) =>
      'account' in part
        ? on(part.account, sign * part.amount, part.note)
        : against(part.category, sign * part.amount, account.currency, part.note),
    ),
  ];
}

function moved({ from, to, amount, arrives, fees = [] }: Move, exchange: string): Posting[] {
  const charged = fees.map((fee) => against(fee.category, fee.amount, from.currency, fee.note));
  const both = [on(from, -amount), on(to, arrives), ...charged];
  if (from.currency === to.currency) return both;
  const exchanged = fees.reduce((rest, fee) => rest - fee.amount, amount);
  return [...both, against(exchange, exchanged, from.currency), against(exchange, -arrives, to.currency)];
}

function on({ id, currency, state, bankDay = null }: Held, amount: bigint, note = ''): Posting {
  return { account: id, category: null, amount, currency, note, state, bankDay };
}

function against(category: string, amount: bigint, currency: string, note = ''): Posting {
  return { account: null, category, amount, currency, note, state: 'cleared', bankDay: null };
}
