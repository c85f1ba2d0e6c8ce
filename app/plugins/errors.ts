import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import plugin from 'fastify-plugin';
import { postgresIsAway } from '../database/connect.ts';
import { html, type Markup } from '../web/html.ts';
import { asksForProblems, sendProblem } from '../web/problem.ts';
import { sendAgain, sendFieldsAgain } from '../web/send-again.ts';
import { tellFailure, tellPassing } from './logging.ts';
import { LimitError } from './rate-limit.ts';

/** One page per kind of failure: what happened, and what to do. Programs get the same as a problem (RFC 9457). */
export const errorsPlugin = plugin(
  async (app) => {
    app.setErrorHandler(answerError);
  },
  { name: 'errors', dependencies: ['page'] },
);

/** The page for an address that leads nowhere; set where the visitor is known. */
export function answerNotFound(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const allowed = asksForProblems(request.url) ? methodsOf(app, request.url) : [];
    if (allowed.length === 0) return answer(request, reply, 404, 'There is nothing at this address.');
    reply.header('allow', allowed.join(', '));
    return answer(request, reply, 405, `This address takes ${allowed.join(', ')}.`);
  });
}

/** What a program can ask of an address that has no part that varies. */
function methodsOf(app: FastifyInstance, url: string): string[] {
  const path = url.replace(/[?#].*$/s, '');
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) =>
    app.hasRoute({ url: path, method: method as HTTPMethods }),
  );
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const status = statusOf(error);
  if (passes(error) || error.code === GONE) tellPassing(request, error);
  else if (status >= 500) tellFailure(request, error);
  if (status === 503) reply.header('retry-after', 5);
  const again =
    error instanceof LimitError
      ? sendAgain(request, () => reply.csrf())
      : request.keptForm
        ? sendFieldsAgain(request.keptForm.action, request.keptForm.fields, reply.csrf())
        : '';
  return answer(request, reply, status, advice(error, status, request), again);
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  text: string,
  more: Markup = '',
) {
  if (asksForProblems(request.url)) return sendProblem(reply, status, text);
  const title = titles[status] ?? (status >= 500 ? 'Something went wrong' : 'That did not work');
  const body = html`<h1>${title}</h1><p>${text}</p>!${more}<p><a href="/">Go to the start</a></p>`;
  try {
    return reply.page({ title, status }, body);
  } catch (error) {
    request.log.error({ err: error }, 'the error page failed'); // never fall through to one that quotes the error
    return reply.code(status).type('text/plain').send(`${title}. ${text}`);
  }
}

const titles: Record<number, string> = {
  400: 'That cannot be right',
  403: 'Not allowed',
  404: 'Not found',
  409: 'It has changed meanwhile',
  413: 'Too large',
  415: 'Not a form we know',
  429: 'Please wait',
  503: 'Back in a moment',
};

function statusOf(error: FastifyError): number {
  const shutOut = error.code === '28P01'; // while the password is being rotated
  if (postgresIsAway(error) || shutOut || cannotNow(error)) return 503;
  if (error.code === GONE) return 409;
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 600 ? status : 500;
}

/** foreign_key_violation: what a form named, and was there when it was read, is not there any more as it is written. */
const GONE = '23503';

/** Busy, or without a database for now: nobody has to mend the app. */
function passes(error: FastifyError): boolean {
  return postgresIsAway(error) || (error.statusCode === 503 && !error.code);
}

/** Full disks and memory, a server that takes no changes, and others who were first: known, and no error of the app. */
function cannotNow({ code }: FastifyError): boolean {
  return code !== undefined && code in reasons;
}

const busy = 'Others were changing the same at that moment. Nothing was changed; try again in a few seconds.';
const full =
  'There is no room left to keep anything. Nothing was changed; whoever runs this app has to make room.';
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: full,
  EDQUOT: full,
  '53100': full, // disk_full
  '53200': 'The database has no memory left for this. Nothing was changed; try again in a few seconds.',
  '53400': 'This needs more room than the database may take. Nothing was changed.', // configuration_limit_exceeded
  '25006': 'The database takes no changes just now. Nothing was changed; try again in a few seconds.', // read only
  '40001': busy, // serialization_failure
  '40P01': busy, // deadlock_detected
  '55P03': busy, // lock_not_available
  '57014': 'This took the database too long. Nothing was changed; try again in a few seconds.', // statement_timeout
};

/** Our own errors speak for themselves; what a library says stays in the log, for it may name what was sent. */
function advice(error: FastifyError, status: number, request: FastifyRequest): string {
  const why = reasons[error.code ?? ''];
  if (why !== undefined) return why;
  if (error.code?.startsWith('FST_CSRF')) {
    return 'This form has expired, perhaps because you signed in or out meanwhile. Go back, reload the page and send it again.';
  }
  if (error.code === GONE)
    return 'Something that this is about was taken away at that moment. Nothing was changed; open the page again.';
  if (status === 413) return 'What you sent is larger than we take.';
  if (status === 415) return 'We take forms, and JSON at /api. Nothing was changed.';
  if (status === 503) {
    if (error.statusCode === 503 && !error.code) return error.message;
    return away(error, request);
  }
  if (status >= 500) return `Nothing was changed. If you tell us about it, mention ${request.id}.`;
  if (error.validation) return `${validated(error)} Go back, correct it and send it again.`;
  return error.code ? 'We could not read what you sent. Nothing was changed.' : error.message;
}

/** Once something was sent and the connection ended, nobody here can know whether it was kept. */
function away({ code = '' }: FastifyError, { method }: FastifyRequest): string {
  const looks = method === 'GET' || method === 'HEAD';
  const outcome =
    !looks && inDoubt.has(code)
      ? 'What you sent may have been kept all the same: look before you send it again,'
      : 'Nothing was changed; try again';
  return `The database does not answer. ${outcome} in a few seconds.`;
}

const inDoubt = new Set([
  ...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'],
  ...['57P01', '57P02'],
]);

function validated(error: FastifyError): string {
  const fields = (error.validation ?? []).map(({ instancePath, params }) => {
    const missing = (params as { missingProperty?: string }).missingProperty;
    return missing ?? instancePath.slice(1).replaceAll('/', '.');
  });
  const named = [...new Set(fields.filter(Boolean))].join(', ');
  return named ? `Something is missing or not possible: ${named}.` : 'Something is missing or not possible.';
}
