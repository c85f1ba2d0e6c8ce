import type { Sql } from '../../database/connect.ts';
import { linkHash } from '../../link-token.ts';

/** The questions that a link to a new password asks Postgres. */
export function resetStore(sql: Sql) {
  return {
    /** Whose password it sets; undefined where it is worth nothing. */
    async person(token: string): Promise<{ email: string; name: string } | undefined> {
      const [row] = await sql<{ email: string; name: string }[]>`
        select email, name from person_of_reset(${linkHash(token)})`;
      return row;
    },

    /** Uses the link up. Gives the id of its person; null where it is worth nothing, or no longer. */
    async use(token: string, passwordHash: string): Promise<string | null> {
      const [row] = await sql<{ person: string | null }[]>`
        select reset_password(${linkHash(token)}, ${passwordHash}) as person`;
      return row?.person ?? null;
    },
  };
}
