import { Type } from 'typebox';

/** Lengths only: what is wrong with a field is told beside it, not by an error page. */
export const NewBookForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
  name: Type.String({ maxLength: 100 }),
  currency: Type.String({ maxLength: 3 }),
});

export const RenameForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
  name: Type.String({ maxLength: 100 }),
});

export const KeyedForm = Type.Object({
  _csrf: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 100 }),
});

export const OfMember = Type.Object({ bookId: Type.String(), personId: Type.String() });
export const InBook = Type.Object({ bookId: Type.String() });
export const SettingsQuery = Type.Object({ saved: Type.Optional(Type.String({ maxLength: 10 })) });
