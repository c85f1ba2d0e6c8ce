import type { TransactionSql } from '../../database/connect.ts';
import type { SafetyEvent, SessionEntry } from './safety-page.ts';

export type Safety = ReturnType<typeof safetyStore>;

/**
 * The questions and changes that concern a person's own signing in, in a transaction that is opened for them. The copies
 * in Redis need no care: they grant nothing.
 */
export function safetyStore(sql: TransactionSql) {
  return {
    async recipe(): Promise<string | undefined> {
      const [row] = await sql<{ recipe: string | null }[]>`select own_password_recipe() as recipe`;
      return row?.recipe ?? undefined;
    },

    /** Ends every session of the person; false where the proof is not that of the password there is. */
    async changePassword(proof: string, fresh: string): Promise<boolean> {
      const [row] = await sql<{ changed: boolean }[]>`select change_password(${proof}, ${fresh}) as changed`;
      return row?.changed ?? false;
    },

    async sessions(here: Buffer): Promise<SessionEntry[]> {
      return sql<SessionEntry[]>`
        select encode(token_hash, 'hex') as id, user_agent as "userAgent", created_at as "createdAt",
          seen_at as "seenAt", token_hash = ${here} as here
        from session where expires_at > now() order by here desc, seen_at desc limit 50`;
    },

    /** The newest first. */
    async events(): Promise<SafetyEvent[]> {
      return sql<SafetyEvent[]>`select kind, at from person_event order by at desc, id desc limit 5`;
    },

    async end(session: string): Promise<void> {
      await sql`delete from session where token_hash = decode(${session}, 'hex')`;
    },

    async endOthers(here: Buffer): Promise<void> {
      await sql`delete from session where token_hash <> ${here}`;
    },
  };
}
