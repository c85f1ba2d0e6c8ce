import { Type } from 'typebox';

/** The key is also the id of the new book, so it has to be one. */
const uuid = '^[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}$';

/** Lengths only: what is wrong with a field is told beside it, not by an error page. */
export const NewBookForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ pattern: uuid }),
  name: Type.String({ maxLength: 100 }),
  currency: Type.String({ maxLength: 3 }),
});

export const RenameForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
  name: Type.String({ maxLength: 100 }),
});

export const NewMemberForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
  email: Type.String({ maxLength: 254 }),
  role: Type.Union([Type.Literal('editor'), Type.Literal('viewer')]),
});

export const KeyedForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
});

export const OfMember = Type.Object({ bookId: Type.String(), personId: Type.String() });
export const InBook = Type.Object({ bookId: Type.String() });
export const SettingsQuery = Type.Object({ saved: Type.Optional(Type.String({ maxLength: 10 })) });
