import { Type } from 'typebox';
import { keyed } from '../../web/idempotent-form-schema.ts';

export const InBook = Type.Object({ bookId: Type.String() });
export const OfAct = Type.Object({ bookId: Type.String(), actId: Type.String() });
export const ActivityQuery = Type.Object({ before: Type.Optional(Type.String({ maxLength: 40 })) });

export const UndoForm = Type.Object({
  ...keyed,
  /** Path of the page to return to, without the origin. @default the activity */
  back: Type.Optional(Type.String()),
});
