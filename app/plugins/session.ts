import cookie from '@fastify/cookie';
import session from '@fastify/session';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { newToken } from '../secret-token.ts';
import { cookieName } from './cookie-name.ts';
import { rememberDevice } from './known-device.ts';
import { createSessionStore, idleSeconds, sessionHash } from './session-store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Token of the session started by this request. */
    startedToken: string | null;
  }
  interface FastifyInstance {
    /** Name of the session cookie. */
    sessionCookie: string;
  }
}

export interface SessionOptions {
  /** Secrets of the cookie's signature; the first signs, all verify. */
  readonly sessionSecrets: string[];
  /** True when people reach the site over https: otherwise browsers reject a `__Host-` cookie. */
  readonly https: boolean;
}

/** Provides sessions by cookie; a visitor who is not signed in has neither row nor cookie. */
export const sessionPlugin = plugin<SessionOptions>(
  async (app, { sessionSecrets, https }) => {
    if (!https) {
      app.log.warn(
        'PUBLIC_URL is plain http: cookies go without Secure and the __Host- prefix, there is no HSTS',
      );
    }
    const name = cookieName('session', https);
    if (https) {
      // A load balancer that terminates TLS may not send `x-forwarded-proto`; a layer 4 one cannot. The session cookie
      // is Secure in any case, and the plugin sends it only over https.
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
      rolling: false, // idleness is tracked in Postgres, not in the cookie
    });
    app.addHook('onRequest', async ({ session, cookies }) => {
      // Judging by the signature, the library takes it for another session's cookie, and would clear it.
      const isOfOtherSecret = cookies[name] !== session.encryptedSessionId;
      if (session.personId && isOfOtherSecret) session.signedAnew = true;
    });
  },
  { name: 'session', dependencies: ['postgres', 'redis'] },
);

/**
 * Starts a session under a new token and remembers this browser as the person's; a token from before the sign-in
 * becomes invalid.
 *
 * @param personId `null` for an unknown e-mail: the query runs all the same, so that it takes as long
 * @param proof hash computed from the typed password (password.ts)
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
