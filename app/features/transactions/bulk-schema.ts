import { type Static, Type } from 'typebox';
import { typedName } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const BulkForm = Type.Object({
  ...keyed,
  /** Ticked rows: id, a dot, the version that was seen. */
  row: Type.Optional(
    Type.Union([
      Type.String({ maxLength: 50 }),
      Type.Array(Type.String({ maxLength: 50 }), { maxItems: 1000 }),
    ]),
  ),
  /** Number of rows that the filter matched when the list was shown; absent for the ticked rows alone. */
  all: text(10),
  /** Digest of the rows that `all` counts. */
  mark: text(40),
  what: Type.Union([
    Type.Literal('category'),
    Type.Literal('payee'),
    Type.Literal('account'),
    Type.Literal('tag'),
    Type.Literal('untag'),
    Type.Literal('cleared'),
    Type.Literal('pending'),
    Type.Literal('delete'),
  ]),
  category: text(40),
  payee: text(typedName),
  account: text(40),
  tag: text(typedName),
  /** Query of the page of the list, whose filter is the one that `all` means. */
  return: Type.Optional(Type.String()),
  /** `look` only shows what would be changed. */
  intent: Type.Optional(Type.String({ pattern: '^look$' })),
});
export type BulkForm = Static<typeof BulkForm>;
