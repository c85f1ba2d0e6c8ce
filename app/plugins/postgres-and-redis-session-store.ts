import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { Sql } from '../database/connect.ts';
import { tokenHash } from '../secret-token.ts';
import type { RedisAccess } from './redis.ts';

declare module 'fastify' {
  interface Session {
    personId?: string;
    /** Set when the cookie was signed with an older secret: it is sent again. */
    signedAnew?: true;
  }
}

/** Seconds after which an unused session ends. */
export const idleSeconds = 3600;

/** Hash of a session's id, as stored: reading the database or Redis does not allow signing in with it. */
export function sessionHash(sessionId: string): Buffer {
  return tokenHash(sessionId);
}

/** Redis key of a session's copy. */
function sessionKey(hash: Buffer): string {
  return `session:${hash.toString('hex')}`;
}

/**
 * Creates the session store: a row in Postgres is the source of truth, Redis caches the person's id.
 *
 * A copy may outlive its row (a reader puts it back just after the sign-out, or Redis was away when it should have been
 * deleted), so the order of deletes does not matter. Instead a copy grants nothing: the statement that reads the person
 * for each request (person-and-book-authorization.ts) checks the row as well.
 */
export function createSessionStore(sql: Sql, redis: RedisAccess): SessionStore {
  async function get(sessionId: string): Promise<Session | null> {
    const hash = sessionHash(sessionId);
    const copy = await redis.lookUp('session', sessionKey(hash));
    if (copy) return restored(copy);
    const [row] = await sql<{ personId: string | null }[]>`select session_person(${hash}) as "personId"`;
    if (!row?.personId) return null;
    await redis.ask((client) => client.set(sessionKey(hash), row.personId ?? '', 'EX', idleSeconds));
    return restored(row.personId);
  }

  async function destroy(sessionId: string): Promise<void> {
    const hash = sessionHash(sessionId);
    await sql`select end_session(${hash})`;
    await redis.ask((client) => client.del(sessionKey(hash)));
  }

  return {
    get: (id, done) => void get(id).then((session) => done(null, session), done),
    set: (_id, _session, done) => done(), // only a sign-in creates the row (start-and-end-session.ts)
    destroy: (id, done) => void destroy(id).then(() => done(), done),
  };
}

function restored(personId: string): Session {
  return { personId, cookie: { originalMaxAge: null } };
}
