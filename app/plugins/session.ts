import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import session from '@fastify/session';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { cookieName } from './cookie-name.ts';
import { rememberDevice } from './device.ts';
import { createSessionStore, idleSeconds, sessionHash } from './session-store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Token of the session that this request has just started. */
    startedToken: string | null;
  }
  interface FastifyInstance {
    /** Name of the cookie that holds the session. */
    sessionCookie: string;
  }
}

export interface SessionOptions {
  /** The first signs, all verify. */
  readonly sessionSecrets: string[];
  /** Whether people come by https: without it a browser would not take a `__Host-` cookie. */
  readonly https: boolean;
}

/** Sessions by cookie; a visitor who is not signed in has neither row nor cookie. */
export const sessionPlugin = plugin<SessionOptions>(
  async (app, { sessionSecrets, https }) => {
    if (!https) {
      app.log.warn(
        'PUBLIC_URL is plain http: cookies go without Secure and the __Host- prefix, there is no HSTS',
      );
    }
    const name = cookieName('session', https);
    if (https) {
      // Whoever ended TLS need not have said so: a load balancer for connections cannot. The session's cookie is Secure
      // in any case, and the plugin sends one only where it sees https.
      app.addHook('onRequest', async (request) => {
        Object.defineProperty(request, 'protocol', { value: 'https' });
      });
    }
    app.decorate('sessionCookie', name);
    app.decorateRequest('startedToken', null);
    await app.register(cookie, { secret: sessionSecrets });
    await app.register(session, {
      secret: sessionSecrets,
      store: createSessionStore(app.database.sql, app.redis),
      cookieName: name,
      cookie: { path: '/', httpOnly: true, secure: https, sameSite: 'lax' },
      idGenerator: (request) => request?.startedToken ?? newToken(),
      saveUninitialized: false,
      rolling: false, // idleness is counted in Postgres, not in the cookie
    });
    app.addHook('onRequest', async ({ session, cookies }) => {
      // By its signature the library takes it for the cookie of another session, and would take it away.
      const isOfOtherSecret = cookies[name] !== session.encryptedSessionId;
      if (session.personId && isOfOtherSecret) session.signedAnew = true;
    });
  },
  { name: 'session', dependencies: ['postgres', 'redis'] },
);

/**
 * Starts the person's session under a new token, in this browser, which is known as theirs from then on; a token from
 * before the sign-in is worth nothing.
 *
 * @param personId `null` for an e-mail that nobody has: it is asked for all the same, so that it costs as much
 * @param proof the hash that the person's password makes (password.ts)
 * @returns false where the proof is not that of the person's password, or no longer: then nothing has changed
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

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Ends this session everywhere, at once. */
export async function signOut(request: FastifyRequest): Promise<void> {
  request.log.info({ person: request.session.personId }, 'signed out');
  await request.session.regenerate(); // and not destroy(), which would leave the cookie in the browser
}
