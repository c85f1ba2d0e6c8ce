import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { newToken, tokenHash } from '../secret-token.ts';
import { cookieName } from './cookie-name.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Token of the browser, whoever signed in there; null when it has none. */
    deviceToken: string | null;
    /** Set after a sign-in: the response then stores the token in a long-lived cookie. */
    deviceRemembered: boolean;
  }
}

/** Cookie lifetime in seconds: 400 days, the maximum of browsers. */
const LIFE = 400 * 24 * 3600;

/** Recognises browsers in which somebody has signed in, by a cookie that outlives the session and grants nothing. */
export const devicePlugin = plugin<{ readonly https: boolean }>(
  async (app, { https }) => {
    const name = cookieName('device', https);
    app.decorateRequest('deviceToken', null);
    app.decorateRequest('deviceRemembered', false);
    app.addHook('onRequest', async (request) => {
      const token = request.cookies[name];
      if (token && /^[\w-]{43}$/.test(token)) request.deviceToken = token;
    });
    app.addHook('onSend', async ({ deviceToken, deviceRemembered }, reply) => {
      if (!deviceRemembered || !deviceToken) return;
      const options = { path: '/', httpOnly: true, secure: https, sameSite: 'lax', maxAge: LIFE } as const;
      reply.setCookie(name, deviceToken, options);
    });
  },
  { name: 'device', dependencies: ['session'] },
);

/** Hash of a device token, as stored; undefined for a browser without one. */
export function deviceHash({ deviceToken }: FastifyRequest): Buffer | undefined {
  return deviceToken === null ? undefined : tokenHash(deviceToken);
}

/** Remembers this browser as one in which the session's person has signed in. */
export async function rememberDevice(request: FastifyRequest, session: Buffer): Promise<void> {
  request.deviceToken ??= newToken();
  request.deviceRemembered = true;
  const hash = deviceHash(request) ?? null;
  await request.server.database.asPerson(session, (sql) => sql`select remember_device(${hash})`);
}
