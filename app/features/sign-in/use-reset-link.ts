import type { Sql } from '../../database/connect.ts';
import { tokenHash } from '../../secret-token.ts';

/** Queries for password reset links. */
export function resetStore(sql: Sql) {
  return {
    /** Finds the person of a link; undefined when it is invalid. */
    async person(token: string): Promise<{ email: string; name: string } | undefined> {
      const [row] = await sql<{ email: string; name: string }[]>`
        select email, name from person_of_reset(${tokenHash(token)})`;
      return row;
    },

    /** Uses the link up and sets the password. Resolves to the person's id; null when the link is invalid by now. */
    async use(token: string, passwordHash: string): Promise<string | null> {
      const [row] = await sql<{ person: string | null }[]>`
        select reset_password(${tokenHash(token)}, ${passwordHash}) as person`;
      return row?.person ?? null;
    },
  };
}
