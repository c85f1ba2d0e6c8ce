import { Type } from 'typebox';

/** Any text: a malformed token gets the same page as an invalid one. */
const token = Type.String({ maxLength: 200 });

export const InvitationQuery = Type.Object({ token });
export const AcceptForm = Type.Object({ _csrf: Type.String(), token });
