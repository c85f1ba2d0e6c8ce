import type { Day } from '../calendar.ts';

/** An amount with its currency, in minor units. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** The other half of a move: the account it goes to, and what arrives there. */
export interface Move extends Money {
  readonly account: string;
}

/** Part of a row: what belongs to one category, or went to another account. */
export interface Split {
  readonly category?: string;
  readonly movedTo?: Move;
  readonly amountMinor: bigint;
  readonly memo: string;
}

/** One transaction as the file has it. Texts are those of the bank: only white space around them is cut. */
export interface Row extends Money {
  /** The bank's own day: that of booking, not of value. */
  readonly date: Day;
  readonly payee: string;
  readonly memo: string;
  /** The bank's id of it; empty when it has none. */
  readonly reference: string;
  /** Account it belongs to, where the file names its accounts. */
  readonly account?: string;
  readonly category?: string;
  readonly movedTo?: Move;
  readonly splits?: readonly Split[];
  /** Amount paid, where that was in another currency. */
  readonly original?: Money;
  /** True while the bank has not booked it: it may come again, or never. */
  readonly pending?: true;
}

/** A question to the person. `about` is the name of the option that answers it, `choices` are its values. */
export interface Question {
  readonly about: string;
  readonly choices: readonly Answer[];
  /** Samples of the file as read under each choice, in the order of the choices: some days, or some text. */
  readonly readings?: readonly (readonly string[])[];
}

/** Value of an option, as JSON has it. */
export type Answer =
  | null
  | string
  | number
  | boolean
  | readonly number[]
  | readonly string[]
  | Readonly<Record<string, readonly string[]>>;

/** A fault and its place: `line` counts from 1, `column` is a header, or a number from 0 without headers. */
export interface Problem {
  readonly line: number | null;
  readonly column: string | null;
  readonly message: string;
}

/** A line that is no transaction, and why. */
export interface LeftOut {
  readonly line: number;
  readonly message: string;
}

/** The rows of one account, and whether they can be imported as they are. */
export interface Statement {
  /** `ask`: the questions have to be answered first. `refuse`: nothing of the file can be imported. */
  readonly status: 'import' | 'ask' | 'refuse';
  /** Name or number of the account; null when the file does not say. */
  readonly account: string | null;
  readonly rows: readonly Row[];
  readonly questions: readonly Question[];
  readonly problems: readonly Problem[];
  readonly leftOut?: readonly LeftOut[];
  /** Balance before the first row and after the last, in minor units, where the file says them. */
  readonly openingMinor?: bigint;
  readonly closingMinor?: bigint;
  /** Options that it was read with, by name: changing one of them reads it another way. */
  readonly mapping?: Mapping;
}

export type Mapping = Readonly<Record<string, Answer>>;
