import { Type } from 'typebox';
import { typedName } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const CategoryForm = Type.Object({
  ...keyed,
  name: Type.String({ maxLength: typedName }),
  kind: Type.Union([Type.Literal('spent'), Type.Literal('received')]),
  /** Empty for a top-level category. */
  parent: Type.String({ maxLength: 40 }),
});

export const RenameForm = Type.Object({ ...keyed, name: Type.String({ maxLength: typedName }) });

export const InBook = Type.Object({ bookId: Type.String() });
export const OfCategory = Type.Object({ bookId: Type.String(), categoryId: Type.String() });
export const NewQuery = Type.Object({
  kind: Type.Optional(Type.String({ maxLength: 10 })),
  parent: Type.Optional(Type.String({ maxLength: 40 })),
});
