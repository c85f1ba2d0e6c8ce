import { type Static, Type } from '@fastify/type-provider-typebox';

const text = (maxLength: number) => Type.String({ maxLength });

/** Lengths only: what is wrong with a field is told beside it, not by an error page. */
export const SignInForm = Type.Object({
  _csrf: Type.String(),
  email: text(254),
  password: text(1024),
  next: Type.Optional(text(2000)),
});
export type SignInForm = Static<typeof SignInForm>;

export const SignUpForm = Type.Object({
  _csrf: Type.String(),
  name: text(100),
  email: text(254),
  password: text(1024),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  timeZone: text(64),
});
export type SignUpForm = Static<typeof SignUpForm>;

export const SignInQuery = Type.Object({ next: Type.Optional(text(2000)) });
export const TokenOnly = Type.Object({ _csrf: Type.String() });
