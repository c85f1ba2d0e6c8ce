import { createHash } from 'node:crypto';
import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { Sql } from '../database/connect.ts';
import type { RedisAccess } from './redis.ts';

declare module 'fastify' {
  interface Session {
    personId?: string;
    /** Shown in the list of a person's sessions. */
    userAgent?: string;
    /** Set on what the store gives out: a known session is never inserted again. */
    known?: true;
    /** Set where the cookie was signed with another secret than that of today: it is sent again. */
    signedAnew?: true;
  }
}

/** Seconds after which an unused session ends. */
export const idleSeconds = 3600;

/** What is kept of a session's id: who reads the database or Redis cannot sign in with it. */
export function sessionHash(sessionId: string): Buffer {
  return createHash('sha256').update(sessionId).digest();
}

/** Where a session's copy is. */
export function sessionKey(hash: Buffer): string {
  return `session:${hash.toString('hex')}`;
}

/**
 * Sessions: a row in Postgres is the truth, Redis holds a copy of whose it is.
 *
 * A copy may outlive its row (a reader puts it back just after the sign-out, or Redis was away when it should have been
 * deleted), so no order of deletes is relied on. Instead a copy grants nothing: the statement that reads the person for
 * each request (access.ts) asks for the row as well.
 */
export function createSessionStore(sql: Sql, redis: RedisAccess): SessionStore {
  async function get(sessionId: string): Promise<Session | null> {
    const hash = sessionHash(sessionId);
    const copy = await redis.ask((client) => client.get(sessionKey(hash)));
    if (copy) return restored(copy);
    const [row] = await sql<{ personId: string }[]>`
      select person_id as "personId" from session where token_hash = ${hash} and expires_at > now()`;
    if (!row) return null;
    await redis.ask((client) => client.set(sessionKey(hash), row.personId, 'EX', idleSeconds));
    return restored(row.personId);
  }

  async function set(sessionId: string, session: Session): Promise<void> {
    const { personId, userAgent = '', known } = session;
    if (!personId || known) return; // nobody to remember, or a row that only a sign-in may make
    await sql`
      with ended as (delete from session where person_id = ${personId} and expires_at < now())
      insert into session (token_hash, person_id, user_agent, expires_at)
      values (${sessionHash(sessionId)}, ${personId}, ${userAgent.slice(0, 200)}, now() + ${idleSeconds} * interval '1 second')`;
  }

  async function destroy(sessionId: string): Promise<void> {
    const hash = sessionHash(sessionId);
    await sql`delete from session where token_hash = ${hash}`;
    await redis.ask((client) => client.del(sessionKey(hash)));
  }

  return {
    get: (id, done) => void get(id).then((session) => done(null, session), done),
    set: (id, session, done) => void set(id, session).then(() => done(), done),
    destroy: (id, done) => void destroy(id).then(() => done(), done),
  };
}

function restored(personId: string): Session {
  return { personId, known: true, cookie: { originalMaxAge: null } };
}
