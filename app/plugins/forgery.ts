import csrf from '@fastify/csrf-protection';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { asksForProblems } from '../web/problem.ts';
import { cookieName } from './cookie-name.ts';
import { type FormOrigin, originSeal } from './form-origin.ts';

export interface ForgeryOptions {
  /** The origin that people type. */
  readonly publicOrigin: string;
  readonly https: boolean;
  /** The first seals, all open. */
  readonly sessionSecrets: readonly string[];
}

declare module 'fastify' {
  interface FastifyReply {
    csrfToken: string | null;
    /** The value of the hidden field `_csrf`: good for this session only, and later still tells who had the form. */
    csrf(): string;
  }
  interface FastifyInstance {
    /** Who had the form of a token, and where; undefined for what is no token of ours, or one of long ago. */
    formOrigin(token: unknown): FormOrigin | undefined;
  }
  interface FastifyContextConfig {
    /** A form for whoever has no session yet: its token goes on being good after a sign-in in another tab. */
    forVisitors?: boolean;
  }
}

/** A form that was sent from another site, or an address that PUBLIC_URL does not know. */
class ForeignOriginError extends Error {
  readonly statusCode = 403;
}

/** Two locks on every unsafe method: where it comes from, and a token that is bound to the session. */
export const forgeryPlugin = plugin<ForgeryOptions>(
  async (app, { publicOrigin, https, sessionSecrets }) => {
    const origins = originSeal(sessionSecrets);
    await app.register(csrf, {
      cookieKey: cookieName('csrf', https),
      cookieOpts: { path: '/', httpOnly: true, secure: https, sameSite: 'lax', signed: true },
      getToken: (request) => tokenOf(request)?.split('.', 1)[0],
      getUserInfo: (request) => {
        const { forVisitors = false } = request.routeOptions.config;
        return forVisitors && origins.read(tokenOf(request))?.person === null ? NOBODY : whose(request);
      },
      csrfOpts: { hmacKey: 'form' }, // no secret, so that all pods of a rollout agree: what it hides are 256 random bits
    });
    app.decorate('formOrigin', origins.read);
    app.decorateReply('csrfToken', null);
    app.decorateReply('csrf', function () {
      const { request } = this;
      this.csrfToken ??= `${this.generateCsrf({ userInfo: whose(request) })}.${origins.write({
        person: request.person?.id ?? null,
        page: pageOf(request, origins.read(tokenOf(request))),
      })}`; // a second one would undo the first
      return this.csrfToken;
    });
    app.addHook('onRequest', async (request) => {
      if (isUnsafe(request)) refuseForeign(request, publicOrigin);
    });
    app.addHook('preValidation', (request, reply, done) => {
      const leadsNowhere = request.is404 && asksForProblems(request.url); // a program is told that, and not of a token
      if (isUnsafe(request) && !leadsNowhere) app.csrfProtection(request, reply, done);
      else done();
    });
  },
  { name: 'forgery', dependencies: ['session'] },
);

const NOBODY = 'nobody';

function isUnsafe(request: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
}

function tokenOf({ body, headers }: FastifyRequest): string | undefined {
  const field = (body as { _csrf?: unknown } | undefined)?._csrf ?? headers['x-csrf-token'];
  return typeof field === 'string' ? field : undefined;
}

/** A token is worth nothing in another session, nor after signing in. */
function whose(request: FastifyRequest): string {
  return request.session.personId ? request.session.sessionId : NOBODY;
}

/** The address of the page that shows the form: one that answers a form is that of the form that was sent. */
function pageOf({ method, url }: FastifyRequest, sent: FormOrigin | undefined): string {
  return method === 'POST' ? (sent?.page ?? '/') : url;
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
