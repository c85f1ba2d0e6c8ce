import type { FastifyReply } from 'fastify';

/** A refusal that programs can read (RFC 9457). */
export class ProblemError extends Error {
  readonly statusCode: number;
  /** The member of the request that is wrong, if it is one. */
  readonly field: string | undefined;
  constructor(statusCode: number, message: string, field?: string) {
    super(message);
    this.statusCode = statusCode;
    this.field = field;
  }
}

/** Says what went wrong as `application/problem+json`; never what was sent. */
export function sendProblem(reply: FastifyReply, status: number, detail: string, field?: string) {
  const problem = {
    type: 'about:blank',
    title: titles[status] ?? 'Refused',
    status,
    detail,
    ...(field && { field }),
  };
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
};
