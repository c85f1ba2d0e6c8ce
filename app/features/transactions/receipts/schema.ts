import { Type } from 'typebox';
import { keyed } from '../../../web/idempotent-form-schema.ts';

export const InBook = Type.Object({ bookId: Type.String() });
export const OfReceipt = Type.Object({ bookId: Type.String(), receiptId: Type.String() });
export const OfYear = Type.Object({ bookId: Type.String(), year: Type.String({ pattern: '^[12]\\d{3}$' }) });

export const FileQuery = Type.Object({
  /** Whether it is to be saved, and not shown. */
  download: Type.Optional(Type.String({ maxLength: 10 })),
});

export const DeleteForm = Type.Object({ ...keyed });
