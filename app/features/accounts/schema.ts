import { type Static, Type } from 'typebox';
import { accountKinds } from '../../ledger/accounts.ts';
import { typedName } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

const text = (maxLength: number) => Type.String({ maxLength });
/** Fields of both forms: to add an account, and to change it. */
const details = { name: text(typedName) };
type Details = Static<Type.TObject<typeof details>>;

/** Their values in an empty form: those that they have in the schema, else nothing. */
export const emptyDetails = Object.fromEntries(
  Object.entries(details).map(([name, schema]) => [name, 'default' in schema ? schema.default : '']),
) as Details;

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const AccountForm = Type.Object({
  ...keyed,
  ...details,
  kind: Type.Enum([...accountKinds]),
  currency: text(3),
  openedOn: text(20),
  openedOnMeant: Type.Optional(text(10)),
  openedOnSure: Type.Optional(text(10)),
  opening: text(40),
  /** Button that was pressed. */
  intent: Type.Optional(Type.Enum(['save', 'count'])),
  direction: Type.Union([Type.Literal('have'), Type.Literal('owe')]),
});
export type AccountForm = Static<typeof AccountForm>;

export const DetailsForm = Type.Object({ ...keyed, ...details });
export type DetailsForm = Static<typeof DetailsForm>;

export const InBook = Type.Object({ bookId: Type.String() });
export const OfAccount = Type.Object({ bookId: Type.String(), accountId: Type.String() });
