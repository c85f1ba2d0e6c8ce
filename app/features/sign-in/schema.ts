import { type Static, Type } from 'typebox';
import { LARGEST_KEPT } from '../../plugins/largest-form-bytes.ts';
import { typedName } from '../../text-rules.ts';

const text = (maxLength: number) => Type.String({ maxLength });
/** Never preserved, nor written into a page (preserve-refused-forms.ts). */
const password = Type.String({ maxLength: 1024, writeOnly: true });

/** Path to go to afterwards; one that is too long leads to the start page (local-path.ts). */
const next = Type.Optional(Type.String());

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const SignInForm = Type.Object({
  _csrf: Type.String(),
  email: text(254),
  password,
  next,
  /** Sealed form that was sent after the session had expired. */
  kept: Type.Optional(text(LARGEST_KEPT)),
});
export type SignInForm = Static<typeof SignInForm>;

export const SignUpForm = Type.Object({
  _csrf: Type.String(),
  name: text(typedName),
  email: text(254),
  password,
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  /** Absent in forms of the previous release. */
  locale: Type.Optional(text(35)),
  timeZone: text(64),
  invitation: Type.Optional(text(200)),
});
export type SignUpForm = Static<typeof SignUpForm>;

export const SignUpQuery = Type.Object({ invitation: Type.Optional(text(200)) });
export const SignInQuery = Type.Object({ next, done: Type.Optional(text(20)) });
export const TokenOnly = Type.Object({ _csrf: Type.String() });

export const SafetyQuery = Type.Object({ done: Type.Optional(text(20)) });
export const PasswordForm = Type.Object({ _csrf: Type.String(), current: password, password });
/** Any text: a malformed token gets the same page as an invalid one. */
export const ResetQuery = Type.Object({ token: text(200) });
export const ResetForm = Type.Object({ _csrf: Type.String(), token: text(200), password });
/** Names a session by the hash of its id, or all except the current one. */
export const EndSessionForm = Type.Object({
  _csrf: Type.String(),
  session: Type.String({ pattern: '^([0-9a-f]{64}|others)$' }),
});
