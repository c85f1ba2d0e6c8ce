import csrf from '@fastify/csrf-protection';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { withoutDone } from '../web/done-notice-and-address.ts';
import { asksForProblems } from '../web/problem-json.ts';
import { say } from '../words/say.ts';
import { cookieName } from './cookie-name.ts';
import { newFormSecret, saltedToken, TOKEN_KEY } from './make-csrf-token.ts';
import { type FormSource, formSourceSeal } from './page-and-person-of-refused-form-in-csrf-token.ts';

export interface ForgeryOptions {
  /** Public origin of the site. */
  readonly publicOrigin: string;
  /** Other origins that lead to it. @default none */
  readonly otherOrigins?: readonly string[];
  readonly https: boolean;
  /** Secrets of the tokens; the first seals, all open. */
  readonly sessionSecrets: readonly string[];
}

declare module 'fastify' {
  interface FastifyReply {
    csrfToken: string | null;
    /** Value of the hidden field `_csrf`: valid for this session only, but still tells later who had the form. */
    csrf(): string;
  }
  interface FastifyInstance {
    /** Person and page of a form's token; undefined when the token is not ours, or has expired. */
    formSource(token: unknown): FormSource | undefined;
  }
  interface FastifyContextConfig {
    /** Marks a form for visitors without a session: its token stays valid after a sign-in in another tab. */
    forVisitors?: boolean;
  }
}

/** The form came from another site, or from an address other than PUBLIC_URL and OTHER_ORIGINS. */
class ForeignOriginError extends Error {
  readonly statusCode = 403;
}

/** Checks unsafe methods twice: the origin of the request, and a token bound to the session. */
export const csrfProtectionPlugin = plugin<ForgeryOptions>(
  async (app, { publicOrigin, otherOrigins = [], https, sessionSecrets }) => {
    const origins = [publicOrigin, ...otherOrigins];
    const sources = formSourceSeal(sessionSecrets);
    const cookieKey = cookieName('csrf', https);
    const cookieOpts = { path: '/', httpOnly: true, secure: https, sameSite: 'lax', signed: true } as const;
    await app.register(csrf, {
      cookieKey,
      cookieOpts,
      getToken: tokenOf,
      getUserInfo: (request) => {
        const { forVisitors = false } = request.routeOptions.config;
        return forVisitors && sources.read(tokenOf(request))?.person === null ? NOBODY : whose(request);
      },
      csrfOpts: { hmacKey: TOKEN_KEY },
    });
    app.decorate('formSource', sources.read);
    app.decorateReply('csrfToken', null);
    app.decorateReply('csrf', function () {
      const { request } = this;
      this.csrfToken ??= saltedToken({
        secret: secretOf(this),
        whose: whose(request),
        salt: sources.write({
          person: request.person?.id ?? null,
          page: pageOf(request, sources.read(tokenOf(request))),
        }),
      }); // a second token would invalidate the first
      return this.csrfToken;
    });
    /** Reads the browser's CSRF secret, or sets a new one. */
    function secretOf(reply: FastifyReply): string {
      const { valid, value } = reply.unsignCookie(reply.request.cookies[cookieKey] ?? '');
      if (valid && value) return value;
      const secret = newFormSecret();
      reply.setCookie(cookieKey, secret, cookieOpts);
      return secret;
    }
    app.addHook('onRequest', async (request) => {
      if (isUnsafe(request)) refuseForeign(request, origins);
    });
    app.addHook('preValidation', (request, reply, done) => {
      const leadsNowhere = request.is404 && asksForProblems(request.url); // a 404 for programs, rather than a token error
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

/** Binds a token to the session: it is invalid in another session, and after signing in. */
function whose(request: FastifyRequest): string {
  return request.session.personId ? request.session.sessionId : NOBODY;
}

/** URL of the page that shows the form; a page that answers a form keeps the URL of the sent form. */
function pageOf({ method, url }: FastifyRequest, sent: FormSource | undefined): string {
  return method === 'POST' ? (sent?.page ?? '/') : withoutDone(url);
}

/** @param origins those of the site, the public one first */
function refuseForeign(request: FastifyRequest, origins: readonly string[]): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const foreign =
    origin === undefined ? site !== undefined && site !== 'same-origin' : !origins.includes(origin);
  if (foreign) {
    throw new ForeignOriginError(say('errors.foreignForm', { address: origins.join(', ') }));
  }
}
