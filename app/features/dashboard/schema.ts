import { Type } from 'typebox';

export const InBook = Type.Object({ bookId: Type.String() });
export const DashboardQuery = Type.Object({ month: Type.Optional(Type.String({ maxLength: 10 })) });
