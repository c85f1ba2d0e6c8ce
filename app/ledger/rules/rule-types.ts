/** A rule of a book: where its conditions are met, its actions are done. */
export interface Rule {
  readonly id: string;
  /** Whether all conditions must be met, or any of them. */
  readonly match: 'all' | 'any';
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
}

/** Texts are compared without case, accents and runs of blanks. Amounts are minor units as text, without a sign. */
export type Condition = TextCondition | AmountCondition | AccountCondition | DayCondition | TagCondition;

export interface TextCondition {
  readonly field: 'payee' | 'raw' | 'note';
  readonly how: 'contains' | 'is' | 'starts';
  readonly text: string;
}

/** Met by amounts of either direction, from `least` to `most` inclusive. */
export interface AmountCondition {
  readonly field: 'amount';
  readonly least: string;
  readonly most: string;
  readonly currency: string;
}

export interface AccountCondition {
  readonly field: 'account';
  readonly account: string;
}

/** Met on the days of a month from `first` to `last`; over the end of the month where `last` is smaller. */
export interface DayCondition {
  readonly field: 'day';
  readonly first: number;
  readonly last: number;
}

/** Met by rows that have the tag. */
export interface TagCondition {
  readonly field: 'tag';
  readonly tag: string;
}

export type Action =
  | { readonly set: 'category'; readonly category: string }
  | { readonly set: 'payee'; readonly name: string }
  | { readonly set: 'note'; readonly text: string }
  /** The row becomes a move to or from this account, when it is in its currency. */
  | { readonly set: 'account'; readonly account: string; readonly currency: string }
  | SplitAction
  /** The row gets this tag besides its own. */
  | { readonly set: 'tag'; readonly tag: string }
  | { readonly set: 'cleared' };

/** Parts by weights, or by amounts in minor units, of which one is null and takes the rest. */
export type SplitAction =
  | {
      readonly set: 'split';
      readonly by: 'shares';
      readonly parts: readonly { readonly category: string; readonly share: number }[];
    }
  | {
      readonly set: 'split';
      readonly by: 'amounts';
      readonly currency: string;
      readonly parts: readonly { readonly category: string; readonly amount: string | null }[];
    };
