import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { say } from '../words/say.ts';
import { ProblemError } from './api-problem-error.ts';
import { sendProblem } from './problem-json.ts';

/** Error handler of routes for programs: an error of theirs as a problem that says what to send instead. */
export function answerProblems(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error.validation) return sendProblem(reply, 400, say('dataApi.invalid'));
  if (error.name === 'KeyReusedError')
    return sendProblem(reply, 422, say('dataApi.keyReused'), 'Idempotency-Key');
  const status = error.statusCode ?? 500;
  if (error instanceof ProblemError) return sendProblem(reply, status, error.message, error.field);
  if (status >= 500 || status === 413) throw error; // the app's own handler logs it and hides the details
  const known = error.code?.startsWith('FST_CSRF')
    ? say('dataApi.sendToken')
    : error.code
      ? say('dataApi.unreadableBody')
      : error.message;
  request.log.info({ status }, 'refused');
  return sendProblem(reply, status, known);
}
