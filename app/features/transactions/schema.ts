import { type Static, Type } from 'typebox';
import { typedName, typedNote } from '../../text.ts';

const text = (maxLength: number) => Type.String({ maxLength });
const maybe = (maxLength: number) => Type.Optional(text(maxLength));
/** A field that a form with several lines sends several times. */
const lines = (maxLength: number) =>
  Type.Optional(Type.Union([text(maxLength), Type.Array(text(maxLength), { maxItems: 150 })]));

/** Lengths only: what is wrong with a field is told beside it, not by an error page. */
export const TransactionForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
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
  pending: maybe(10),
  pendingTo: maybe(10),
  refund: maybe(10),
  /** Spent, received, opening. */
  account: maybe(40),
  /** Moved. */
  from: maybe(40),
  to: maybe(40),
  arrives: maybe(40),
  /** The whole, and of what is split each part. */
  amount: maybe(40),
  partAmount: lines(40),
  category: lines(50),
  lineNote: lines(typedName),
  /** Of the kinds that the form was turned away from: never saved, and there again when it is turned back. */
  otherCategory: lines(50),
  otherRefund: maybe(10),
  asideAmount: lines(40),
  asideCategory: lines(50),
  asideNote: lines(200),
  asideOther: lines(50),
  /** Which button was pressed. */
  intent: Type.Optional(
    Type.String({ pattern: '^(save|another|split|count|remove-\\d{1,3}|as-(spent|received|moved))$' }),
  ),
});
export type TransactionForm = Static<typeof TransactionForm>;

const version = Type.String({ pattern: '^\\d{1,9}$' });

/** Query of the list to come back to (list-address.ts). */
const back = { return: maybe(2000) };

export const EditQuery = Type.Object(back);
export const EditForm = Type.Object({ ...TransactionForm.properties, version, ...back });

export const DeleteForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
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
  month: maybe(10),
  week: maybe(10),
  currency: maybe(3),
  text: maybe(100),
  after: maybe(60),
  before: maybe(60),
});

export const CountQuery = Type.Object({
  /** Id of the transaction that is edited. */
  of: maybe(40),
});

export const NewQuery = Type.Object({
  kind: maybe(10),
  account: maybe(40),
  on: maybe(10),
  /** Id of the transaction that the new one begins as. */
  copy: maybe(40),
});
