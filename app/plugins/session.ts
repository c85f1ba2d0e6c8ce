import cookie from '@fastify/cookie';
import session from '@fastify/session';
import plugin from 'fastify-plugin';
import { newToken } from '../secret-token.ts';
import { cookieName } from './cookie-name.ts';
import { createSessionStore } from './postgres-and-redis-session-store.ts';

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
