import csrf from '@fastify/csrf-protection';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { cookieName } from './cookie-name.ts';

export interface ForgeryOptions {
  /** The origin that people type. */
  readonly publicOrigin: string;
  readonly https: boolean;
}

declare module 'fastify' {
  interface FastifyReply {
    csrfToken: string | null;
    /** The value of the hidden field `_csrf`, good for this session only. */
    csrf(): string;
  }
}

/** A form that was sent from another site, or an address that PUBLIC_URL does not know. */
class ForeignOriginError extends Error {
  readonly statusCode = 403;
}

/** Two locks on every unsafe method: where it comes from, and a token that is bound to the session. */
export const forgeryPlugin = plugin<ForgeryOptions>(
  async (app, { publicOrigin, https }) => {
    await app.register(csrf, {
      cookieKey: cookieName('csrf', https),
      cookieOpts: { path: '/', httpOnly: true, secure: https, sameSite: 'lax', signed: true },
      getToken: (request) => {
        const field =
          (request.body as { _csrf?: unknown } | undefined)?._csrf ?? request.headers['x-csrf-token'];
        return typeof field === 'string' ? field : undefined;
      },
      getUserInfo: whose,
      csrfOpts: { hmacKey: 'form' }, // no secret, so that all pods of a rollout agree: what it hides are 256 random bits
    });
    app.decorateReply('csrfToken', null);
    app.decorateReply('csrf', function () {
      this.csrfToken ??= this.generateCsrf({ userInfo: whose(this.request) }); // a second one would undo the first
      return this.csrfToken;
    });
    app.addHook('onRequest', async (request) => {
      if (isUnsafe(request)) refuseForeign(request, publicOrigin);
    });
    app.addHook('preValidation', (request, reply, done) => {
      if (isUnsafe(request)) app.csrfProtection(request, reply, done);
      else done();
    });
  },
  { name: 'forgery', dependencies: ['session'] },
);

function isUnsafe(request: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
}

/** A token is worth nothing in another session, nor after signing in. */
function whose(request: FastifyRequest): string {
  return request.session.personId ? request.session.sessionId : 'nobody';
}

function refuseForeign(request: FastifyRequest, publicOrigin: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const foreign =
    origin === undefined ? site !== undefined && site !== 'same-origin' : origin !== publicOrigin;
  if (foreign) {
    throw new ForeignOriginError(
      `This form did not come from ${publicOrigin}, the address this site is set up for (PUBLIC_URL).`,
    );
  }
}
