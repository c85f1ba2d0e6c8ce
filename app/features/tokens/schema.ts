import { Type } from 'typebox';
import { typedName } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

/** Checks lengths only: a name that is not good gets a message next to its field. */
export const NewTokenForm = Type.Object({ ...keyed, name: Type.String({ maxLength: typedName }) });
export const RevokeForm = Type.Object({ _csrf: Type.String(), token: Type.String({ maxLength: 40 }) });
export const TokensQuery = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) });
