import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { cookieName } from './cookie-name.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Token of the browser, whoever signed in there; null while it has none. */
    deviceToken: string | null;
    /** Set once somebody has signed in here: the browser is to keep its token for long. */
    deviceRemembered: boolean;
  }
}

/** Seconds for which a browser keeps the cookie: 400 days, the most that browsers allow. */
const LIFE = 400 * 24 * 3600;

/** Browsers in which somebody signed in, by a cookie that outlives the session and grants nothing. */
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

/** What is kept of a device's token; undefined for a browser without one. */
export function deviceHash({ deviceToken }: FastifyRequest): Buffer | undefined {
  return deviceToken === null ? undefined : createHash('sha256').update(deviceToken).digest();
}

/** Remembers this browser as one in which the session's person signed in. */
export async function rememberDevice(request: FastifyRequest, session: Buffer): Promise<void> {
  request.deviceToken ??= randomBytes(32).toString('base64url');
  request.deviceRemembered = true;
  const hash = deviceHash(request) ?? null;
  await request.server.database.asPerson(session, (sql) => sql`select remember_device(${hash})`);
}
