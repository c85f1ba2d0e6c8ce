import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { say } from '../words/say.ts';

/** The request is ambiguous or cannot be stored; the client has to send a different one. */
class UnreadableError extends Error {
  readonly statusCode = 400;
}

/**
 * Refuses, before any route runs, requests that two parsers could read differently, and text that the database cannot
 * store.
 */
export const refuseAmbiguousRequestsPlugin = plugin(
  async (app) => {
    app.addHook('onRequest', async ({ raw }) => {
      const hosts = raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
      if (hosts.length > 1) throw new UnreadableError(say('errors.twoHosts'));
      const { host } = raw.headers;
      if (host === undefined ? raw.httpVersion === '1.1' : !HOST.test(host))
        throw new UnreadableError(say('errors.invalidHost'));
    });
    app.addHook('preValidation', async (request) => {
      if (hasNull(request)) {
        throw new UnreadableError(say('errors.holdsNull'));
      }
    });
  },
  { name: 'readable' },
);

/** Characters of a host and port (RFC 9112, 3.2); may be empty. */
const HOST = /^[\w.~!$&'()*+,;=%:[\]-]*$/;

/** True when any text contains NUL, the only character that Postgres does not accept. */
function hasNull({ body, query, params }: FastifyRequest): boolean {
  return [body, query, params].some(holdsNull);
}

function holdsNull(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null || isStreamOrBytes(value)) return false;
  return Object.entries(value).some(([name, inside]) => holdsNull(name) || holdsNull(inside));
}

/** True for streamed or binary bodies, which are passed on unread. */
function isStreamOrBytes(value: object): boolean {
  return 'pipe' in value || ArrayBuffer.isView(value);
}
