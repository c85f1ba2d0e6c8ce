import { type Static, Type } from 'typebox';
import { accountKinds } from '../../ledger/accounts.ts';
import { typedName } from '../../text-rules.ts';
import { keyed } from '../../web/form-schema.ts';

const text = (maxLength: number) => Type.String({ maxLength });

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const AccountForm = Type.Object({
  ...keyed,
  name: text(typedName),
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

export const RenameForm = Type.Object({ ...keyed, name: text(typedName) });

export const InBook = Type.Object({ bookId: Type.String() });
export const OfAccount = Type.Object({ bookId: Type.String(), accountId: Type.String() });
