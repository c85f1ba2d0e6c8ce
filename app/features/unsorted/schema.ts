import { Type } from 'typebox';
import { keyed } from '../../web/idempotent-form-schema.ts';

export const InBook = Type.Object({ bookId: Type.String() });

/** A payee, `none` for the rows without one, and the category for all of its rows that are not sorted yet; empty when none was chosen. */
export const SortForm = Type.Object({
  ...keyed,
  payee: Type.String({ maxLength: 40 }),
  category: Type.String({ maxLength: 50 }),
  /** `always` makes a rule as well. */
  intent: Type.Optional(Type.Enum(['sort', 'always'])),
});
