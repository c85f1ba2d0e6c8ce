import { Type } from 'typebox';

const book = Type.String({ format: 'uuid' });

export const InBook = Type.Object({ bookId: Type.String() });
export const RestoreForm = Type.Object({ _csrf: Type.String(), book });
export const RemoveForm = Type.Object({
  _csrf: Type.String(),
  book,
  /** Newest act that the page has shown. @default none */
  seen: Type.Optional(Type.String({ maxLength: 40 })),
});
