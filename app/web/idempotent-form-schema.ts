import { Type } from 'typebox';

/** Fields of a form that changes a book: its CSRF token, and the key by which it counts once however often it is sent. */
export const keyed = {
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
} as const;

/** A form of these fields alone. */
export const KeyedForm = Type.Object(keyed);
