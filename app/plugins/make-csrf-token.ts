import { Tokens } from '@fastify/csrf';

/** Key of the hash, the same in all pods of a rollout. It is no secret: the hashed value has 256 random bits. */
export const TOKEN_KEY = 'form';

/** Creates the secret in the browser's cookie, against which its tokens are verified. */
export function newFormSecret(): string {
  return tokens().secretSync();
}

export interface SaltedToken {
  readonly secret: string;
  /** User that the token is bound to. */
  readonly whose: string;
  /** Must not contain `-`. */
  readonly salt: string;
}

/**
 * Creates a token that `@fastify/csrf-protection` accepts, with a chosen salt instead of a random one. So it can carry
 * data, and pods of every release accept it, since they read the salt from the token.
 */
export function saltedToken({ secret, whose, salt }: SaltedToken): string {
  return Object.assign(tokens(), { saltGenerator: () => salt }).create(secret, whose);
}

/** Salt of a token, valid or not. */
export function saltOf(token: string): string {
  return token.split('-', 2)[1] ?? '';
}

function tokens() {
  return new Tokens({ userInfo: true, hmacKey: TOKEN_KEY });
}
