import rateLimit, { type FastifyRateLimitStore, type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, RouteOptions } from 'fastify';
import plugin from 'fastify-plugin';
import { networkOf } from './client-network.ts';
import { signedInPerson } from './person-and-book-authorization.ts';
import { RateLimitError } from './rate-limit-error.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Marks a route that writes although its method is safe. @default false */
    writes?: boolean;
  }
}

/**
 * Rate limits. Every route that writes names one of these (`config: { rateLimit: limits.form }`), and routes that name the
 * same one are counted together. Normal use by a household stays far below them.
 */
export const limits = {
  /** Against floods; failed attempts are counted separately. With a device cookie, device-rate-limit.ts counts instead. */
  signIn: {
    ...fromNetwork('sign-in', 1200, '15 minutes'),
    allowList: ({ deviceToken }) => deviceToken !== null,
  },
  signUp: fromNetwork('sign-up', 30, '1 hour'),
  resetPassword: fromNetwork('reset-password', 30, '1 hour'),
  password: { ...ofPerson('password', 30, '15 minutes'), hook: 'onRequest' }, // never written back into a page
  signOut: { ...ofPerson('sign-out', 60, '1 minute'), hook: 'onRequest' }, // separate, so that other limits never block it
  form: ofPerson('form', 120, '1 minute'),
  count: ofPerson('count', 600, '1 minute'), // sent while somebody types, so it does not use up the limit of forms
  invitation: ofPerson('invitation', 60, '1 hour'),
  token: ofPerson('token', 60, '1 hour'),
  newBook: ofPerson('new-book', 10, '1 hour'),
  upload: { ...ofPerson('upload', 600, '10 minutes'), hook: 'onRequest' }, // before the file is read
  api: { ...ofPerson('api', 300, '1 minute'), hook: 'onRequest' },
  visit: fromNetwork('visit', 600, '1 minute'), // each GET increments the counter
} as const satisfies Record<string, RateLimitOptions>;

/**
 * Enforces the limit of every route that writes, counted across all pods in Redis; a route without one cannot be
 * registered.
 */
export const rateLimitPlugin = plugin(
  async (app) => {
    app.addHook('onRoute', requireLimit);
    await app.register(rateLimit, { global: false, store: storeOf(app) });
  },
  { name: 'rate-limit', dependencies: ['counts'] },
);

/** Limits by client network, for requests without a known person. */
function fromNetwork(name: string, max: number, timeWindow: string) {
  return {
    max,
    timeWindow,
    hook: 'onRequest',
    keyGenerator: ({ ip }) => `${name}:network:${networkOf(ip)}`,
    errorResponseBuilder: (_request, { ttl }) => new RateLimitError('network', ttl),
  } as const satisfies RateLimitOptions;
}

/**
 * Limits by person: counts all of a person's sessions and addresses together, and none of their neighbours'. Checked
 * after the form has been parsed, so that the error page can preserve the input (error-pages.ts).
 */
function ofPerson(name: string, max: number, timeWindow: string) {
  return {
    max,
    timeWindow,
    hook: 'preValidation',
    keyGenerator: (request) => `${name}:person:${request.importer?.person ?? signedInPerson(request).id}`,
    errorResponseBuilder: (_request, { ttl }) => new RateLimitError('person', ttl),
  } as const satisfies RateLimitOptions;
}

/** True when a route may write, by its method or its `writes` flag. */
export function writes({ method, config }: RouteOptions): boolean {
  return config?.writes || [method].flat().some((one) => !['GET', 'HEAD', 'OPTIONS'].includes(one));
}

function requireLimit(route: RouteOptions): void {
  const { method, url, config } = route;
  if (!writes(route) || Object.values<unknown>(limits).includes(config?.rateLimit)) return;
  throw new Error(`${method} ${url} writes and has no limit; give it one of those in rate-limit.ts`);
}

function storeOf({ counts }: FastifyInstance) {
  return class Store implements FastifyRateLimitStore {
    child(): Store {
      return this;
    }

    incr(
      who: string,
      done: (error: Error | null, count?: { current: number; ttl: number }) => void,
      milliseconds: number,
    ): void {
      void counts.add(`limit:${who}`, 1, milliseconds).then((count) => done(null, count), done);
    }
  };
}
