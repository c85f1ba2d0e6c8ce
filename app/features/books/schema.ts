import { type Static, Type } from 'typebox';
import { roles } from '../../plugins/person-and-book-authorization.ts';
import { typedName } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const NewBookForm = Type.Object({
  ...keyed,
  name: Type.String({ maxLength: typedName }),
  currency: Type.String({ maxLength: 3 }),
});

/** Forms of the previous release have only the name: absent fields keep their value. */
export const SettingsForm = Type.Object({
  ...keyed,
  name: Type.String({ maxLength: typedName }),
  timeZone: Type.Optional(Type.String({ maxLength: 64 })),
  monthStart: Type.Optional(Type.String({ maxLength: 2 })),
  weekStart: Type.Optional(Type.String({ maxLength: 1 })),
});

export type SettingsForm = Static<typeof SettingsForm>;

const role = Type.Union(roles.map((one) => Type.Literal(one)));
/** Role for an invitation, or of a member. */
export const RoleForm = Type.Object({ ...keyed, role });

/** Names one of the person's books. */
export const BookForm = Type.Object({ _csrf: Type.String(), book: Type.String({ format: 'uuid' }) });

export const OfInvitation = Type.Object({ bookId: Type.String(), invitationId: Type.String() });
export const OfMember = Type.Object({ bookId: Type.String(), personId: Type.String() });
export const InBook = Type.Object({ bookId: Type.String() });
