import type { IncomingHttpHeaders } from 'node:http';
import from from '@fastify/reply-from';
import type { FastifyError, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';

export interface HandOnOptions {
  /** Origin of the app. */
  readonly upstream: string;
  /** The largest file that the app takes. */
  readonly uploadMaxBytes: number;
  /** How long the app may take to begin its answer, and to go on with it. @default 60_000 */
  readonly patience?: number;
}

/** The app did not answer, or did not begin to in time. */
class UpstreamError extends Error {
  readonly statusCode: 502 | 504;

  constructor(cause: FastifyError) {
    super(cause.code, { cause });
    this.statusCode = cause.statusCode === 504 ? 504 : 502;
  }
}

class TooLargeError extends Error {
  readonly statusCode = 413;
}

/** What a form has besides its file. */
const FORM_BYTES = 2 ** 20;

/** Hands every request on that no route before it takes: bodies flow through, none is held. */
export const handOnPlugin = plugin<HandOnOptions>(
  async (app, { upstream, uploadMaxBytes, patience = 60_000 }) => {
    await app.register(from, {
      base: upstream,
      disableRequestLogging: true,
      // The app keeps a connection for longer, so none is used that it is about to close.
      undici: {
        connections: 256,
        pipelining: 1,
        keepAliveTimeout: 4000,
        connect: { timeout: 2000 },
        headersTimeout: patience,
        bodyTimeout: patience,
      },
    });
    app.addHook('onRequest', async (request) => {
      // The app would refuse it while it is still being sent, and its answer could be lost on the way.
      const bytes = Number(request.headers['content-length'] ?? 0);
      if (bytes > uploadMaxBytes + FORM_BYTES) throw new TooLargeError();
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    app.all('/*', (request, reply) =>
      reply.from(undefined, {
        rewriteRequestHeaders: (_request, headers) => toApp(request, headers as IncomingHttpHeaders),
        rewriteHeaders: fromApp,
        retryDelay: again,
        onError: (failed, { error }) => failed.send(new UpstreamError(error as FastifyError)),
      }),
    );
  },
  { name: 'hand-on' },
);

/** As it came, with who sent it at the end of the list of those who handed it on. */
function toApp(request: FastifyRequest, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { expect: _, ...rest } = headers; // has been answered already, by Node.js
  const before = request.headers['x-forwarded-for'];
  const sender = request.socket.remoteAddress ?? '';
  return {
    ...rest,
    host: request.headers.host ?? '',
    'x-forwarded-for': before === undefined ? sender : `${before}, ${sender}`,
  };
}

/** What is about the app's connection is not about ours. */
function fromApp(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _, 'keep-alive': __, ...rest } = headers;
  return rest;
}

/** A pod that has just died is no reason to fail who only looks: another one answers. */
function again({
  err,
  req,
  attempt,
}: {
  err: Error | null;
  req: { method: string };
  attempt: number;
}): number | null {
  const { code = '' } = (err ?? {}) as { code?: string };
  const looks = req.method === 'GET' || req.method === 'HEAD';
  return looks && attempt < 2 && LOST.has(code) ? 20 : null;
}

const LOST = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
]);
