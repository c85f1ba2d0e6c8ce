import type { TransactionSql } from '../../database/connect.ts';
import type { SafetyEvent, SessionEntry } from './own-sessions-and-password-page.ts';

export type Safety = ReturnType<typeof sessionsAndPasswordStore>;

/**
 * Queries on a person's own password and sessions, in a transaction opened for them. The copies of sessions in Redis
 * need no cleanup: they grant nothing.
 */
export function sessionsAndPasswordStore(sql: TransactionSql) {
  return {
    async recipe(): Promise<string | undefined> {
      const [row] = await sql<{ recipe: string | null }[]>`select own_password_recipe() as recipe`;
      return row?.recipe ?? undefined;
    },

    /**
     * Changes the password and ends every session of the person; false when the proof does not match the current
     * password.
     */
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

    /** Latest events, newest first. */
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
