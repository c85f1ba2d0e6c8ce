import type { Sql } from '../../database/connect.ts';
import type { SessionEntry } from './safety-page.ts';

/** What a person may ask and change about their own signing in. The copies in Redis need no care: they grant nothing. */
export function safetyStore(sql: Sql) {
  return {
    async passwordHash(person: string): Promise<string | undefined> {
      const [row] = await sql<
        { hash: string }[]
      >`select password_hash as hash from person where id = ${person}`;
      return row?.hash;
    },

    async changePassword(person: string, hash: string): Promise<void> {
      await sql.begin(async (tx) => {
        await tx`update person set password_hash = ${hash} where id = ${person}`;
        await tx`delete from session where person_id = ${person}`;
      });
    },

    async sessions(person: string, here: Buffer): Promise<SessionEntry[]> {
      return sql<SessionEntry[]>`
        select encode(token_hash, 'hex') as id, user_agent as "userAgent", created_at as "createdAt",
          seen_at as "seenAt", token_hash = ${here} as here
        from session where person_id = ${person} and expires_at > now() order by here desc, seen_at desc limit 50`;
    },

    async end(person: string, session: string): Promise<void> {
      await sql`delete from session where person_id = ${person} and token_hash = decode(${session}, 'hex')`;
    },

    async endOthers(person: string, here: Buffer): Promise<void> {
      await sql`delete from session where person_id = ${person} and token_hash <> ${here}`;
    },
  };
}
