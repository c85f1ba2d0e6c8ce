import rateLimit, { type FastifyRateLimitStore, type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { networkOf } from './network.ts';

/** How often one address may do what is dear or can be guessed at. */
export const limits = {
  signIn: { max: 1200, timeWindow: '15 minutes' }, // a flood; wrong tries are counted for themselves, right ones never
  signUp: { max: 30, timeWindow: '1 hour' },
  invitation: { max: 60, timeWindow: '1 hour' },
  api: { max: 300, timeWindow: '1 minute' },
  upload: { max: 60, timeWindow: '10 minutes' },
} as const satisfies Record<string, RateLimitOptions>;

/** Without Redis each pod counts alone, so each request counts as this many. */
const weightAlone = 4;

/** Limits on the routes that ask for one (`config: { rateLimit: limits.signIn }`), counted for all pods in Redis. */
export const rateLimitPlugin = plugin(
  async (app) => {
    await app.register(rateLimit, {
      global: false,
      hook: 'onRequest',
      store: storeOf(app),
      keyGenerator: ({ ip }) => networkOf(ip),
    });
  },
  { name: 'rate-limit', dependencies: ['counts'] },
);

function storeOf({ counts }: FastifyInstance) {
  return class Store implements FastifyRateLimitStore {
    readonly #route: string;

    constructor({ route = '' }: { route?: string }) {
      this.#route = route;
    }

    child(options: object): Store {
      const { method = '', url = '' } =
        (options as { routeInfo?: { method?: string; url?: string } }).routeInfo ?? {};
      return new Store({ route: `${method}${url}` });
    }

    incr(
      who: string,
      done: (error: Error | null, count?: { current: number; ttl: number }) => void,
      milliseconds: number,
    ): void {
      void counts
        .add(`limit:${this.#route}:${who}`, 1, milliseconds)
        .then(
          ({ current, ttl, together }) =>
            done(null, { current: together ? current : current * weightAlone, ttl }),
          done,
        );
    }
  };
}
