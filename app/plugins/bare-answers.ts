import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { asksForProblems, sendProblem } from '../web/problem.ts';

/*
 * Answers to what no route sees: an address that cannot be read, bytes that are no HTTP, what Node answers by itself, and
 * whoever comes while the server closes. They have the headers of every other answer as far as a line of text needs them.
 */

/** @param https whether people come by https */
function bareHeaders(https: boolean): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'content-type': 'text/plain; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'strict-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(https && { 'strict-transport-security': `max-age=${365 * 24 * 3600}; includeSubDomains` }),
  };
}

/** Fastify's `frameworkErrors`, for an address such as `/%`. */
export function answerUnreadable(https: boolean) {
  return (error: FastifyError, request: unknown, reply: unknown): void => {
    const isLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
    const text = isLong ? 'This address is too long.' : 'This address cannot be read.';
    sendBare(request as FastifyRequest, reply as FastifyReply, https, isLong ? 414 : 400, text);
  };
}

/** A line of text, or for programs a problem, where nothing else of the app may be asked any more. */
export function sendBare(
  { url, raw }: FastifyRequest,
  reply: FastifyReply,
  https: boolean,
  status: number,
  text: string,
): FastifyReply {
  reply.headers(bareHeaders(https));
  if (asksForProblems(url ?? raw.url ?? '')) return sendProblem(reply, status, text);
  return reply.code(status).send(text);
}

/** A server's `checkExpectation`, for another `Expect` than `100-continue`. */
export function answerExpectation(https: boolean) {
  return (_request: IncomingMessage, response: ServerResponse): void => {
    response
      .writeHead(417, { ...bareHeaders(https), connection: 'close' })
      .end('Your request expects what nobody here does.');
  };
}

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Fastify's `clientErrorHandler`, for bytes that Node cannot read as a request. */
export function answerClientError(https: boolean) {
  return (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const status = statuses[error.code ?? ''] ?? 400;
    const body = 'We could not read what you sent.';
    const headers = { ...bareHeaders(https), connection: 'close', 'content-length': String(body.length) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    if (socket.writable) {
      socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
    }
    socket.destroy(error);
  };
}
