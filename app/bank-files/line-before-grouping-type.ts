import type { Day } from '../calendar.ts';
import type { Money, Split } from './statement.ts';

/** The other account of a move, before both halves of it are one. */
export interface Transfer {
  readonly account: string;
  /** Money that arrives there. @default the same amount and currency */
  readonly money?: Money | undefined;
}

/** One part of a line that is split. */
export interface SplitLine extends Omit<Split, 'movedTo'> {
  readonly transfer?: Transfer;
}

/** A transaction as a program wrote it into its file: a move may stand there twice, once for each account. */
export interface TransactionLine extends Money {
  readonly line: number;
  /** Undefined where the file does not name its accounts. */
  readonly account?: string | undefined;
  readonly date: Day;
  readonly payee: string;
  readonly memo: string;
  readonly reference: string;
  readonly category?: string | undefined;
  readonly transfer?: Transfer | undefined;
  readonly splits?: readonly SplitLine[] | undefined;
  readonly original?: Money | undefined;
  readonly pending?: boolean | undefined;
}
