import type { FastifyReply } from 'fastify';

/** The media type of every refusal and failure below `/api/` (RFC 9457). */
const PROBLEM = 'application/problem+json';

/** Whether a program asks, to which everything that went wrong is told as a problem. */
export function asksForProblems(url: string): boolean {
  return /^\/api(?:\/|\?|$)/.test(url);
}

/**
 * Says what went wrong, and never what was sent.
 *
 * @param detail what happened and what to do, as a sentence
 * @param field the member, parameter or header of the request that is wrong @default none
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
  /** What the log calls the request. @default absent, where it never became one */
  readonly requestId?: string | undefined;
}

function problemText({ status, detail, field, requestId }: Problem): string {
  const title = titles[status] ?? (status >= 500 ? 'Failed' : 'Refused');
  return JSON.stringify({ type: 'about:blank', title, status, detail, field, requestId });
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'No answer',
  503: 'Unavailable for now',
  504: 'No answer in time',
};
