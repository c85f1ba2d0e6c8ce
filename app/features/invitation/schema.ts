import { Type } from 'typebox';

/** Any text: what is no token is answered as one that is worth nothing. */
const token = Type.String({ maxLength: 200 });

export const InvitationQuery = Type.Object({ token });
export const AcceptForm = Type.Object({ _csrf: Type.String(), token });
