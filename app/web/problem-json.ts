import type { FastifyReply } from 'fastify';
import { type PlainKey, say } from '../words/say.ts';

/** Media type of every error response below `/api/` (RFC 9457). */
const PROBLEM = 'application/problem+json';

/** True for API URLs, whose clients get errors as problems. */
export function asksForProblems(url: string): boolean {
  return /^\/api(?:\/|\?|$)/.test(url);
}

/**
 * Sends an error as a problem; never quotes the request.
 *
 * @param detail what happened and what to do, as a sentence
 * @param field the invalid member, parameter or header of the request @default none
 */
export function sendProblem(reply: FastifyReply, status: number, detail: string, field?: string) {
  const { id } = reply.request;
  return reply
    .code(status)
    .type(PROBLEM)
    .send(problemText({ status, detail, field, requestId: id }));
}

interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly field?: string | undefined;
  /** Id of the request in the log. @default absent, when it was never parsed */
  readonly requestId?: string | undefined;
}

function problemText({ status, detail, field, requestId }: Problem): string {
  const title = say(titles[status] ?? (status >= 500 ? 'problems.failed' : 'problems.refused'));
  return JSON.stringify({ type: 'about:blank', title, status, detail, field, requestId });
}

const titles: Record<number, PlainKey> = {
  400: 'problems.badRequest',
  401: 'problems.notSignedIn',
  403: 'errors.notAllowed',
  404: 'errors.notFound',
  405: 'problems.methodNotAllowed',
  409: 'problems.conflict',
  413: 'errors.tooLarge',
  414: 'problems.addressTooLong',
  415: 'problems.unsupportedMediaType',
  422: 'problems.cannotBeProcessed',
  429: 'problems.tooManyRequests',
  500: 'problems.internalError',
  502: 'problems.noAnswer',
  503: 'problems.unavailable',
  504: 'problems.noAnswerInTime',
};
