import type { Day } from '../calendar.ts';
import type { AccountKind } from '../ledger/accounts.ts';
import type { Recurrence } from '../schedules/recurrence.ts';
import type { PlainKey } from '../words/say.ts';

/** A made-up household, with no word in it: names are keys of the catalogue, categories those of the starter set. */
export interface SampleHousehold {
  readonly accounts: readonly SampleAccount[];
  /** In the order in which they happened. */
  readonly entries: readonly SampleEntry[];
  readonly schedules: readonly SampleSchedule[];
  readonly rules: readonly SampleRule[];
}

export const sampleAccounts = ['bank', 'savings', 'cash', 'card', 'travel'] as const;
export type AccountName = (typeof sampleAccounts)[number];
/** Word of the catalogue. */
export type Word = Extract<PlainKey, `sample.${string}`>;

export interface SampleAccount {
  readonly name: AccountName;
  readonly word: Word;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly openedOn: Day;
}

/** A transaction; amounts are in minor units. */
export type SampleEntry = SampleOutlay | SampleMove | SampleOpening;

interface Header {
  readonly day: Day;
  readonly payee?: Word;
  readonly note?: Word;
  readonly tags?: readonly Word[];
  /** True for the last purchases by card, which the bank has not booked yet. @default false */
  readonly isPending?: boolean;
}

export interface SampleOutlay extends Header {
  readonly kind: 'spent' | 'received';
  readonly account: AccountName;
  readonly parts: readonly SamplePart[];
}

export interface SamplePart {
  readonly category: StarterCategory;
  /** Negative for a refund. */
  readonly amount: bigint;
}

export interface SampleMove extends Header {
  readonly kind: 'moved';
  readonly from: AccountName;
  readonly to: AccountName;
  readonly amount: bigint;
  readonly arrives: bigint;
}

export interface SampleOpening extends Header {
  readonly kind: 'opening';
  readonly account: AccountName;
  readonly amount: bigint;
}

/** What comes again; its day is the first one. */
export interface SampleSchedule {
  readonly entry: SampleOutlay | SampleMove;
  readonly recurrence: Recurrence;
  readonly amount: 'fixed' | 'usual';
}

/** Rows of this payee go into this category. */
export interface SampleRule {
  readonly payee: Word;
  readonly category: StarterCategory;
}

/** A category that every book begins with (migrations/0003-starter-set.sql), as `Food/Groceries`. */
export type StarterCategory =
  | `Home/${'Rent or mortgage' | 'Electricity and heating' | 'Water' | 'Internet and phone' | 'Furniture' | 'Repairs'}`
  | `Food/${'Groceries' | 'Eating out' | 'Coffee and snacks'}`
  | `Getting around/${'Public transport' | 'Fuel' | 'Car' | 'Taxi' | 'Bicycle'}`
  | `Everyday/${'Clothes' | 'Household goods' | 'Hairdresser'}`
  | `Health/${'Doctor' | 'Pharmacy' | 'Sport'}`
  | `Free time/${'Books and films' | 'Hobbies' | 'Subscriptions' | 'Holidays'}`
  | `Family/${'Children' | 'Pets' | 'Presents'}`
  | `Money matters/${'Insurance' | 'Taxes' | 'Bank fees'}`
  | `Work/${'Salary' | 'Bonus' | 'Freelance'}`
  | `Returns/${'Interest' | 'Dividends'}`
  | `Benefits and refunds/${'Tax refund' | 'Child benefit'}`
  | 'Presents';
