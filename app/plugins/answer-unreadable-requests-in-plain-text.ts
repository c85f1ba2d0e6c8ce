import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { asksForProblems, sendProblem } from '../web/problem-json.ts';
import { inLanguage } from '../words/current-language.ts';
import { type LanguageName, languages } from '../words/languages.ts';
import { say } from '../words/say.ts';

/*
 * Responses outside of any route: an invalid URL, bytes that are no HTTP, what Node answers by itself, and requests
 * while the server closes. They carry the usual security headers, as far as a line of text needs them.
 */

interface Site {
  /** True when people reach the site over https. */
  readonly https: boolean;
  readonly language: LanguageName;
}

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

/** Handler for Fastify's `frameworkErrors`, for a URL such as `/%`. */
export function answerUnreadable({ https, language }: Site) {
  return (error: FastifyError, request: unknown, reply: unknown): void => {
    const isLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
    inLanguage(languages[language], () => {
      const text = isLong ? say('errors.addressTooLong') : say('errors.addressUnreadable');
      sendBare(request as FastifyRequest, reply as FastifyReply, https, isLong ? 414 : 400, text);
    });
  };
}

/** Sends a line of text, or a problem to programs, without using other parts of the app. */
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

/** Handler for `checkExpectation`, for any `Expect` other than `100-continue`. */
export function answerExpectation({ https, language }: Site) {
  return (_request: IncomingMessage, response: ServerResponse): void => {
    const text = inLanguage(languages[language], () => say('errors.expectation'));
    response.writeHead(417, { ...bareHeaders(https), connection: 'close' }).end(text);
  };
}

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Handler for Fastify's `clientErrorHandler`, for bytes that Node cannot parse as a request. */
export function answerClientError({ https, language }: Site) {
  return (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const status = statuses[error.code ?? ''] ?? 400;
    const body = inLanguage(languages[language], () => say('errors.notHttp'));
    const headers = {
      ...bareHeaders(https),
      connection: 'close',
      'content-length': String(Buffer.byteLength(body)),
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    if (socket.writable) {
      socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
    }
    socket.destroy(error);
  };
}
