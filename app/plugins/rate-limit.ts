import rateLimit, { type FastifyRateLimitStore, type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, RouteOptions } from 'fastify';
import plugin from 'fastify-plugin';
import { durationWords } from '../web/duration.ts';
import { signedInPerson } from './access.ts';
import { networkOf } from './network.ts';

/**
 * How often something may be done. Every route that writes names one of these (`config: { rateLimit: limits.form }`), and
 * routes that name the same one are counted together. No household at its forms comes near them.
 */
export const limits = {
  signIn: fromNetwork('sign-in', 1200, '15 minutes'), // a flood; wrong tries are counted for themselves, right ones never
  signUp: fromNetwork('sign-up', 30, '1 hour'),
  resetPassword: fromNetwork('reset-password', 30, '1 hour'),
  password: { ...ofPerson('password', 30, '15 minutes'), hook: 'onRequest' }, // never written back into a page
  signOut: { ...ofPerson('sign-out', 60, '1 minute'), hook: 'onRequest' }, // apart, so that nothing else keeps one in
  form: ofPerson('form', 120, '1 minute'),
  count: ofPerson('count', 600, '1 minute'), // asked while somebody types: it uses up none of what they may send
  invitation: ofPerson('invitation', 60, '1 hour'),
  newBook: ofPerson('new-book', 10, '1 hour'),
  api: { ...ofPerson('api', 300, '1 minute'), hook: 'onRequest' },
} as const satisfies Record<string, RateLimitOptions>;

/** More than a limit allows. */
export class LimitError extends Error {
  readonly statusCode = 429;
  constructor(whom: string, wait: number) {
    super(
      `There is a limit to what is taken from ${whom} within a short time, and this was over it. Nothing was changed. Wait ${durationWords(wait)}, then send it again.`,
    );
  }
}

/** Holds every route that writes to its limit, counted for all pods in Redis; one without a limit cannot be registered. */
export const rateLimitPlugin = plugin(
  async (app) => {
    app.addHook('onRoute', requireLimit);
    await app.register(rateLimit, { global: false, store: storeOf(app) });
  },
  { name: 'rate-limit', dependencies: ['counts'] },
);

/** For those whom nobody knows yet. */
function fromNetwork(name: string, max: number, timeWindow: string) {
  return {
    max,
    timeWindow,
    hook: 'onRequest',
    keyGenerator: ({ ip }) => `${name}:network:${networkOf(ip)}`,
    errorResponseBuilder: (_request, { ttl }) => new LimitError('one network', ttl),
  } as const satisfies RateLimitOptions;
}

/**
 * For those who are signed in: all of a person's sessions and addresses together, and none of their neighbours'. Refused
 * when the form has been read, so that the answer can hold what was typed (errors.ts).
 */
function ofPerson(name: string, max: number, timeWindow: string) {
  return {
    max,
    timeWindow,
    hook: 'preValidation',
    keyGenerator: (request) => `${name}:person:${signedInPerson(request).id}`,
    errorResponseBuilder: (_request, { ttl }) => new LimitError('one person', ttl),
  } as const satisfies RateLimitOptions;
}

function requireLimit({ method, url, config }: RouteOptions): void {
  const writes = [method].flat().some((one) => !['GET', 'HEAD', 'OPTIONS'].includes(one));
  if (!writes || Object.values<unknown>(limits).includes(config?.rateLimit)) return;
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
