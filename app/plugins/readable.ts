import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';

/** What cannot be read in one way only, or cannot be kept: whoever sent it has to send something else. */
class UnreadableError extends Error {
  readonly statusCode = 400;
}

/** Refuses, before any route looks at it, a request that two readers could take for two things, or that no text can hold. */
export const readablePlugin = plugin(
  async (app) => {
    app.addHook('onRequest', async ({ raw }) => {
      const hosts = raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
      if (hosts.length > 1) throw new UnreadableError('Your request names two hosts. Nothing was changed.');
      const { host } = raw.headers;
      if (host === undefined ? raw.httpVersion === '1.1' : !HOST.test(host))
        throw new UnreadableError('Your request names no host that can be. Nothing was changed.');
    });
    app.addHook('preValidation', async (request) => {
      if (hasNull(request)) {
        throw new UnreadableError(
          'There is a character in what you sent that no text can hold (U+0000). Nothing was changed; take it out and send it again.',
        );
      }
    });
  },
  { name: 'readable' },
);

/** The characters of a host and a port (RFC 9112, 3.2); there may be none. */
const HOST = /^[\w.~!$&'()*+,;=%:[\]-]*$/;

/** Postgres takes every character in a text but this one. */
function hasNull({ body, query, params }: FastifyRequest): boolean {
  return [body, query, params].some(holdsNull);
}

function holdsNull(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null || isStreamOrBytes(value)) return false;
  return Object.entries(value).some(([name, inside]) => holdsNull(name) || holdsNull(inside));
}

/** What is handed on as it comes. */
function isStreamOrBytes(value: object): boolean {
  return 'pipe' in value || ArrayBuffer.isView(value);
}
