import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { tellFailure, tellPassing } from '../plugins/logging.ts';
import { html } from '../web/html.ts';
import { page } from '../web/layout.ts';
import { asksForProblems, sendProblem } from '../web/problem-json.ts';
import { say } from '../words/say.ts';

/** Answers with a page, or JSON for programs, when there is no response of the app to forward. */
export function answerFailure(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const status = error.statusCode ?? 500;
  const isAway = status === 502 || status === 504;
  if (isAway) tellPassing(request, error);
  else if (status >= 500) tellFailure(request, error);
  if (isAway) reply.header('retry-after', 5);
  reply.code(status).header('cache-control', 'no-store');
  const text = advice(status, request);
  if (asksForProblems(request.url)) return sendProblem(reply, status, text);
  const title = status >= 500 ? say('errors.backInAMoment') : say('errors.didNotWork');
  const body = html`<h1>${title}</h1><p>${text}</p><p><a href="/">${say('common.goToStart')}</a></p>`;
  const view = { title, person: null, csrf: '', theme: 'system' } as const;
  return reply.type('text/html; charset=utf-8').send(page(view, body));
}

/** Message for a failure; after a write nobody here knows whether it has arrived. */
function advice(status: number, { method, id }: FastifyRequest): string {
  if (status === 413) return say('errors.largerThanWeTake');
  if (status < 500) return say('errors.unreadable');
  const late = status === 504 ? say('errors.takesTooLong') : say('errors.noAnswer');
  const sent = method !== 'GET' && method !== 'HEAD';
  const todo = sent ? say('errors.mayHaveArrived') : say('errors.tryAgain');
  return `${late} ${todo} ${say('errors.mentionThis', { id })}`;
}
