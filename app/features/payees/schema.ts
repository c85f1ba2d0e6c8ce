import { Type } from 'typebox';
import { longestText } from '../../ledger/transaction-filter-in-url.ts';
import { typedName } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

export const InBook = Type.Object({ bookId: Type.String() });
export const OfPayee = Type.Object({ bookId: Type.String(), payeeId: Type.String() });

export const ListQuery = Type.Object({
  text: Type.Optional(Type.String({ maxLength: longestText })),
  /** Id of the last payee of the page before. */
  after: Type.Optional(Type.String({ maxLength: 40 })),
});

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const RenameForm = Type.Object({ ...keyed, name: Type.String({ maxLength: typedName }) });
export const MergeForm = Type.Object({ ...keyed, into: Type.String({ maxLength: typedName }) });
/** The spelling to take apart. */
export const ApartForm = Type.Object({ ...keyed, spelling: Type.String({ maxLength: 40 }) });
