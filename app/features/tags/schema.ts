import { Type } from 'typebox';
import { typedName } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

export const InBook = Type.Object({ bookId: Type.String() });
export const OfTag = Type.Object({ bookId: Type.String(), tagId: Type.String() });

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const TagForm = Type.Object({
  ...keyed,
  name: Type.String({ maxLength: typedName }),
  color: Type.Optional(Type.String({ maxLength: 2 })),
});

export const MergeForm = Type.Object({ ...keyed, into: Type.String({ maxLength: 40 }) });
