import { type Static, Type } from 'typebox';
import { longestText } from '../../ledger/transaction-filter-in-url.ts';
import { typedName, typedNote } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

/** Receipts that a form may bring at once. */
export const MOST_RECEIPTS = 20;

const text = (maxLength: number) => Type.String({ maxLength });
const maybe = (maxLength: number) => Type.Optional(text(maxLength));
/** A field that is repeated for each line. */
const lines = (maxLength: number) =>
  Type.Optional(Type.Union([text(maxLength), Type.Array(text(maxLength), { maxItems: 150 })]));

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const TransactionForm = Type.Object({
  ...keyed,
  kind: Type.Union([
    Type.Literal('spent'),
    Type.Literal('received'),
    Type.Literal('moved'),
    Type.Literal('opening'),
  ]),
  bookedOn: text(20),
  bookedOnMeant: maybe(10),
  bookedOnSure: maybe(10),
  payee: text(typedName),
  note: text(typedNote),
  /** Names, with commas between. @default the tags that it has, for a form of the previous release */
  tags: maybe(typedName),
  pending: maybe(10),
  pendingTo: maybe(10),
  refund: maybe(10),
  /** Used by spent, received and opening. */
  account: maybe(40),
  /** Used by moved, with `to` and `arrives`. */
  from: maybe(40),
  to: maybe(40),
  arrives: maybe(40),
  /** The total; each part of a split is in `partAmount`. */
  amount: maybe(40),
  partAmount: lines(40),
  category: lines(50),
  lineNote: lines(typedName),
  /** Input of the other kinds: never saved, and restored when the form is switched back. */
  otherCategory: lines(50),
  otherRefund: maybe(10),
  asideAmount: lines(40),
  asideCategory: lines(50),
  asideNote: lines(200),
  asideOther: lines(50),
  /** Button that was pressed. */
  intent: Type.Optional(
    Type.String({ pattern: '^(save|another|split|count|recall|remove-\\d{1,3}|as-(spent|received|moved))$' }),
  ),
});
export type TransactionForm = Static<typeof TransactionForm>;

const version = Type.String({ pattern: '^\\d{1,9}$' });

/** Query of the page to return to; one that is too long leads to the whole list (return-address.ts). */
const back = { return: Type.Optional(Type.String()) };

/** Receipts of a form; files as app/web/upload-body.ts parses them. */
const receipts = {
  /** Ids of those that wait for the form to be saved. */
  receipt: Type.Optional(Type.Union([text(40), Type.Array(text(40), { maxItems: MOST_RECEIPTS })])),
  files: Type.Optional(Type.Array(Type.Object({ name: Type.String(), bytes: Type.Unsafe<Uint8Array>({}) }))),
};

export const NewForm = Type.Object({ ...TransactionForm.properties, ...receipts, ...back });

export const EditQuery = Type.Object(back);
export const EditForm = Type.Object({ ...TransactionForm.properties, ...receipts, version, ...back });

export const DeleteForm = Type.Object({
  ...keyed,
  version,
  ...back,
});

export const InBook = Type.Object({ bookId: Type.String() });
export const OfTransaction = Type.Object({ bookId: Type.String(), transactionId: Type.String() });

export const ListQuery = Type.Object({
  kind: maybe(10),
  flow: maybe(10),
  account: maybe(40),
  category: maybe(40),
  payee: maybe(40),
  month: maybe(10),
  week: maybe(10),
  currency: maybe(3),
  tag: maybe(40),
  receipts: maybe(10),
  text: maybe(longestText),
  after: maybe(60),
  before: maybe(60),
});

export const CountQuery = Type.Object({
  /** Id of the transaction being edited. */
  of: maybe(40),
});

export const NewQuery = Type.Object({
  kind: maybe(10),
  account: maybe(40),
  on: maybe(10),
  /** Id of the transaction to copy. */
  copy: maybe(40),
  ...back,
});
