/** An entry as a person types it: one of three shapes, in single-entry terms. Amounts are minor units. */
export type Entry = Outlay | Move | Opening;

interface Header {
  readonly bookedOn: string;
  readonly payee: string;
  readonly note: string;
  /** Names of its tags; new ones are made. @default the tags that it has */
  readonly tags?: readonly string[];
}

/** Money spent or received on one account, in one or more parts; a refund is a negative part. */
export interface Outlay extends Header {
  readonly kind: 'spent' | 'received';
  readonly account: Held;
  /** Positive for money spent or received, negative for a refund. */
  readonly lines: readonly Part[];
}

/** Part of an outlay: posted to a category, or transferred to or from another account. */
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
 * A move between two accounts of the book: `amount` leaves in total, and `arrives` differs from it by the fees, and by
 * the exchange rate when the currencies differ.
 */
export interface Move extends Header {
  readonly kind: 'moved';
  readonly from: Held;
  readonly to: Held;
  readonly amount: bigint;
  readonly arrives: bigint;
  /** Fees included in `amount`, in its currency. @default none */
  readonly fees?: readonly ForCategory[];
}

/** Opening balance of an account; negative for a debt. */
export interface Opening extends Header {
  readonly kind: 'opening';
  readonly account: Held;
  readonly amount: bigint;
}

export type LineState = 'pending' | 'cleared' | 'reconciled';

/** An account side of a transaction. */
export interface Held extends Money {
  /** @default the state of the existing line, `cleared` for a new one */
  readonly state?: LineState | undefined;
  /** Booking day according to the bank. @default none */
  readonly bankDay?: string | null;
}

/** An account and its only currency. */
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
  /** Always `cleared` on a category; absent to keep an existing line's state. */
  readonly state?: LineState | undefined;
  /** Always null on a category. */
  readonly bankDay: string | null;
}

/** Equity categories of the book that take the other side of openings and of currency exchanges. */
export interface Counterparts {
  readonly opening: string;
  readonly exchange: string;
}

/** Converts an entry to double-entry postings, which sum to zero in each currency. */
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
