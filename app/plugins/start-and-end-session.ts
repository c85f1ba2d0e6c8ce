import type { FastifyRequest } from 'fastify';
import { newToken } from '../secret-token.ts';
import { rememberDevice } from './known-device.ts';
import { idleSeconds, sessionHash } from './postgres-and-redis-session-store.ts';

/**
 * Starts a session under a new token and remembers this browser as the person's; a token from before the sign-in
 * becomes invalid.
 *
 * @param personId `null` for an unknown e-mail: the query runs all the same, so that it takes as long
 * @param proof hash computed from the typed password (hash-password.ts)
 * @returns false when the proof does not match the person's current password; nothing has changed then
 */
export async function signIn(
  request: FastifyRequest,
  personId: string | null,
  proof: string,
): Promise<boolean> {
  const { session, server } = request;
  const token = newToken();
  const hash = sessionHash(token);
  const [row] = await server.database.sql<{ started: boolean }[]>`
    select start_session(${hash}, ${personId}, ${proof}, ${request.headers['user-agent'] ?? ''},
      ${idleSeconds} * interval '1 second') as started`;
  if (!row?.started || personId === null) return false;
  request.startedToken = token;
  session.personId = personId;
  await session.regenerate(['personId']);
  await rememberDevice(request, hash);
  request.log.info({ person: personId }, 'signed in');
  return true;
}

/** Ends this session on all pods at once. */
export async function signOut(request: FastifyRequest): Promise<void> {
  request.log.info({ person: request.session.personId }, 'signed out');
  await request.session.regenerate(); // destroy() would leave the cookie in the browser
}
