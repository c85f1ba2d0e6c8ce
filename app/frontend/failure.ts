import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { tellFailure, tellPassing } from '../plugins/logging.ts';
import { html } from '../web/html.ts';
import { page } from '../web/layout.ts';
import { asksForProblems, sendProblem } from '../web/problem.ts';

/** A page, or JSON for programs, when there is no answer of the app's to hand on. */
export function answerFailure(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const status = error.statusCode ?? 500;
  const isAway = status === 502 || status === 504;
  if (isAway) tellPassing(request, error);
  else if (status >= 500) tellFailure(request, error);
  if (isAway) reply.header('retry-after', 5);
  reply.code(status).header('cache-control', 'no-store');
  const text = advice(status, request);
  if (asksForProblems(request.url)) return sendProblem(reply, status, text);
  const title = status >= 500 ? 'Back in a moment' : 'That did not work';
  const body = html`<h1>${title}</h1><p>${text}</p><p><a href="/">Go to the start</a></p>`;
  const view = { title, person: null, csrf: '', theme: 'system' } as const;
  return reply.type('text/html; charset=utf-8').send(page(view, body));
}

/** Whether something that was sent has arrived, nobody here can know. */
function advice(status: number, { method, id }: FastifyRequest): string {
  if (status === 413) return 'What you sent is larger than we take.';
  if (status < 500) return 'We could not read what you sent. Nothing was changed.';
  const late = status === 504 ? 'It takes too long to answer.' : 'It does not answer just now.';
  const sent = method !== 'GET' && method !== 'HEAD';
  const todo = sent
    ? 'What you sent may have arrived: look before you send it again.'
    : 'Try again in a few seconds.';
  return `${late} ${todo} If you tell us about it, mention ${id}.`;
}
