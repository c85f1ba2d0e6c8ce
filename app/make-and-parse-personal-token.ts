import { newToken } from './secret-token.ts';

/** Says what a token is for, to people and to programs that look for leaked secrets. */
const PREFIX = 'finance_import_';

/** Creates a personal token. */
export function newPersonalToken(): string {
  return `${PREFIX}${newToken()}`;
}

/** Token of an `Authorization` header; undefined when it is none of ours. */
export function bearerToken(header: string | undefined): string | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  return token?.startsWith(PREFIX) && token.length === PREFIX.length + 43 ? token : undefined;
}
