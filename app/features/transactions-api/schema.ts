import { type Static, Type } from 'typebox';
import { mostTags } from '../../ledger/list-and-set-tags.ts';
import { longestText } from '../../ledger/transaction-filter-in-url.ts';
import { typedName, typedNote } from '../../text-rules.ts';

const maybe = (maxLength: number) => Type.Optional(Type.String({ maxLength }));

export const ReadQuery = Type.Object({
  book: maybe(40),
  kind: maybe(10),
  flow: maybe(10),
  account: maybe(40),
  category: maybe(40),
  payee: maybe(40),
  month: maybe(10),
  /** First of the seven days of a week. */
  week: maybe(10),
  currency: maybe(3),
  tag: maybe(40),
  receipts: maybe(10),
  text: maybe(longestText),
  /** `next` of the previous page. */
  after: maybe(60),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
});

export const WriteQuery = Type.Object({ book: maybe(40) });

/**
 * Days are `2025-11-21` and nothing else. Amounts are text, so that no cent is lost: `"-12.50"` is spent, `"12.50"` is
 * received. With `to`, the amount is moved from `account` to that account and has no sign.
 */
export const NewTransaction = Type.Object(
  {
    bookedOn: Type.String({ maxLength: 20 }),
    amount: Type.String({ maxLength: 40 }),
    /** Id of the account. */
    account: Type.String({ maxLength: 40 }),
    to: maybe(40),
    /** Amount that arrives, when the two accounts have different currencies. */
    arrives: maybe(40),
    /** Id of the category; without one the transaction is on the unsorted category. */
    category: maybe(40),
    /** Limited to 120 and 1000 characters, counted after NFC normalisation. */
    payee: maybe(typedName),
    note: maybe(typedNote),
    /** Repeats the day to confirm it, when it is before the account's opening or more than two years ahead. */
    bookedOnSure: maybe(20),
    /** Names of its tags, with commas between; a new one makes a tag. */
    tags: maybe(mostTags * typedName),
    state: Type.Optional(Type.Union([Type.Literal('pending'), Type.Literal('cleared')])),
  },
  { additionalProperties: false },
);
export type NewTransaction = Static<typeof NewTransaction>;
