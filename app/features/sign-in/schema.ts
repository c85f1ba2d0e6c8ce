import { type Static, Type } from 'typebox';
import { typedName } from '../../text.ts';

const text = (maxLength: number) => Type.String({ maxLength });
/** Never kept, nor written into a page (kept-forms.ts). */
const password = Type.String({ maxLength: 1024, writeOnly: true });

/** Lengths only: what is wrong with a field is told beside it, not by an error page. */
export const SignInForm = Type.Object({
  _csrf: Type.String(),
  email: text(254),
  password,
  next: Type.Optional(text(2000)),
  /** A form that was sent from a session that was over, sealed. */
  kept: Type.Optional(text(400_000)),
});
export type SignInForm = Static<typeof SignInForm>;

export const SignUpForm = Type.Object({
  _csrf: Type.String(),
  name: text(typedName),
  email: text(254),
  password,
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  timeZone: text(64),
  invitation: Type.Optional(text(200)),
});
export type SignUpForm = Static<typeof SignUpForm>;

export const SignUpQuery = Type.Object({ invitation: Type.Optional(text(200)) });
export const SignInQuery = Type.Object({ next: Type.Optional(text(2000)), done: Type.Optional(text(20)) });
export const TokenOnly = Type.Object({ _csrf: Type.String() });

export const SafetyQuery = Type.Object({ done: Type.Optional(text(20)) });
export const PasswordForm = Type.Object({ _csrf: Type.String(), current: password, password });
/** Any text: what is no token is answered as one that is worth nothing. */
export const ResetQuery = Type.Object({ token: text(200) });
export const ResetForm = Type.Object({ _csrf: Type.String(), token: text(200), password });
/** A session by the hash of its id, or all but the one that asks. */
export const EndSessionForm = Type.Object({
  _csrf: Type.String(),
  session: Type.String({ pattern: '^([0-9a-f]{64}|others)$' }),
});
