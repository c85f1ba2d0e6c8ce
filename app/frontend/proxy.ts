import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import from from '@fastify/reply-from';
import type { FastifyError, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { largestUpload } from '../plugins/largest-form-bytes.ts';

export interface ProxyOptions {
  /** Origin of the app. */
  readonly upstream: string;
  /** PEM file with the authorities that may sign the app's certificate. @default those that Node trusts */
  readonly upstreamCaFile?: string;
  /** Largest file that the app accepts, in bytes. */
  readonly uploadMaxBytes: number;
  /** Milliseconds in which the app must send its headers, and then each part of its body. @default 60_000 */
  readonly patience?: number;
}

/** The app did not respond, or not in time. */
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

/** Proxies every request that no earlier route matches; bodies are streamed, none is buffered. */
export const proxyPlugin = plugin<ProxyOptions>(
  async (app, { upstream, upstreamCaFile, uploadMaxBytes, patience = 60_000 }) => {
    const ca = upstreamCaFile && (await readFile(upstreamCaFile));
    const { hostname } = new URL(upstream);
    await app.register(from, {
      base: upstream,
      disableRequestLogging: true,
      // Shorter than the app's keep-alive, so that no connection is used that the app is about to close.
      undici: {
        connections: 256,
        pipelining: 1,
        keepAliveTimeout: 4000,
        connect: {
          timeout: 2000,
          rejectUnauthorized: true, // the library's own default is false
          ...(ca && { ca }),
          // The name in question is that of the app, not the host that people ask for, which is in the request.
          checkServerIdentity: (_asked: string, certificate: PeerCertificate) =>
            checkServerIdentity(hostname, certificate),
        },
        headersTimeout: patience,
        bodyTimeout: patience,
      },
    });
    app.addHook('onRequest', async (request) => {
      // The app would refuse it during the upload, and its response could get lost.
      const bytes = Number(request.headers['content-length'] ?? 0);
      if (bytes > largestUpload(uploadMaxBytes)) throw new TooLargeError();
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

/** Forwards the request headers, with the sender appended to `x-forwarded-for`. */
function toApp(request: FastifyRequest, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { expect: _, ...rest } = headers; // Node.js has answered it already
  const before = request.headers['x-forwarded-for'];
  const sender = request.socket.remoteAddress ?? '';
  return {
    ...rest,
    host: request.headers.host ?? '',
    'x-forwarded-for': before === undefined ? sender : `${before}, ${sender}`,
  };
}

/** Drops hop-by-hop headers. */
function fromApp(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _, 'keep-alive': __, ...rest } = headers;
  return rest;
}

/** Retries a read when the pod has just died: another one answers. */
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
