import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import plugin from 'fastify-plugin';
import { postgresIsAway } from '../database/connect.ts';
import { html, type Markup } from '../web/html.ts';
import { asksForProblems, sendProblem } from '../web/problem-json.ts';
import { sendFieldsAgain } from '../web/resend-form.ts';
import { type PlainKey, say } from '../words/say.ts';
import { tellFailure, tellPassing } from './logging.ts';
import { RateLimitError } from './rate-limit-error.ts';
import { fieldsRead, knownFields } from './select-refused-form-fields-to-preserve.ts';

/** Shows one page per kind of error: what happened, and what to do. Programs get the same as a problem (RFC 9457). */
export const errorPagesPlugin = plugin(
  async (app) => {
    app.setErrorHandler(answerError);
  },
  { name: 'errors', dependencies: ['page'] },
);

/** Sets the 404 handler; called in the scope where the visitor is known. */
export function answerNotFound(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const allowed = asksForProblems(request.url) ? methodsOf(app, request.url) : [];
    if (allowed.length === 0) return answer(request, reply, 404, say('errors.nothingHere'));
    const methods = allowed.join(', ');
    reply.header('allow', methods);
    return answer(request, reply, 405, say('errors.methods', { methods }));
  });
}

/** Lists the methods of a path, for routes without parameters. */
function methodsOf(app: FastifyInstance, url: string): string[] {
  const path = url.replace(/[?#].*$/s, '');
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) =>
    app.hasRoute({ url: path, method: method as HTTPMethods }),
  );
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const { status, text } = failureOf(error, request, reply);
  const kept = request.keptForm ?? (error instanceof RateLimitError ? readForm(request) : undefined);
  const again = kept ? sendFieldsAgain(kept.action, kept.fields, reply.csrf()) : '';
  return answer(request, reply, status, text, again);
}

/** Reads a form parsed before its route ran; undefined when it is none of ours. */
function readForm(request: FastifyRequest) {
  const fields = request.body ? knownFields(request, fieldsRead(request)) : undefined;
  return fields && { action: request.url, fields };
}

/** Determines status and text of an error response, for any page; logs the error and sets `retry-after`. */
export function failureOf(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const status = statusOf(error);
  if (passes(error) || error.code === GONE) tellPassing(request, error);
  else if (status >= 500) tellFailure(request, error);
  if (status === 503) reply.header('retry-after', 5);
  return { status, text: advice(error, status, request) };
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  text: string,
  more: Markup = '',
) {
  if (asksForProblems(request.url)) return sendProblem(reply, status, text);
  const title = say(titles[status] ?? (status >= 500 ? 'errors.title' : 'errors.didNotWork'));
  const body = html`<h1>${title}</h1><p>${text}</p>!${more}<p><a href="/">${say('common.goToStart')}</a></p>`;
  try {
    return reply.page({ title, status }, body);
  } catch (error) {
    request.log.error({ err: error }, 'the error page failed'); // the default page would quote the error
    return reply.code(status).type('text/plain').send(`${title}. ${text}`);
  }
}

const titles: Readonly<Record<number, PlainKey>> = {
  400: 'errors.cannotBeRight',
  403: 'errors.notAllowed',
  404: 'errors.notFound',
  409: 'errors.changedMeanwhile',
  413: 'errors.tooLarge',
  415: 'errors.unknownForm',
  429: 'errors.pleaseWait',
  503: 'errors.backInAMoment',
};

/** HTTP status of an error. */
export function statusOf(error: FastifyError): number {
  const shutOut = error.code === '28P01'; // while the password is being rotated
  if (postgresIsAway(error) || shutOut || cannotNow(error)) return 503;
  if (error.code === GONE) return 409;
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 600 ? status : 500;
}

/** foreign_key_violation: something that a form refers to was deleted between the read and the write. */
const GONE = '23503';

/** True for a temporary outage, busy or without a database: nothing in the app needs a fix. */
function passes(error: FastifyError): boolean {
  return postgresIsAway(error) || (error.statusCode === 503 && !error.code);
}

/** True for full disk or memory, a read-only server and lock conflicts: known causes, not bugs of the app. */
function cannotNow({ code }: FastifyError): boolean {
  return code !== undefined && code in reasons;
}

const reasons: Readonly<Record<string, PlainKey>> = {
  ENOSPC: 'errors.full',
  EDQUOT: 'errors.full',
  '53100': 'errors.full', // disk_full
  '53200': 'errors.noMemory',
  '53400': 'errors.overLimit', // configuration_limit_exceeded
  '25006': 'errors.readOnly', // read only
  '40001': 'errors.busy', // serialization_failure
  '40P01': 'errors.busy', // deadlock_detected
  '55P03': 'errors.busy', // lock_not_available
  '57014': 'errors.tookTooLong', // statement_timeout
};

/** Text for an error. Our own messages are shown; those of libraries go to the log only, for they may quote user input. */
function advice(error: FastifyError, status: number, request: FastifyRequest): string {
  const why = reasons[error.code ?? ''];
  if (why !== undefined) return say(why);
  if (error.code?.startsWith('FST_CSRF')) return say('errors.formExpired');
  if (error.code === GONE) return say('errors.gone');
  if (status === 413) return say('errors.largerThanWeTake');
  if (status === 415) return say('errors.formsAndJson');
  if (status === 503) {
    if (error.statusCode === 503 && !error.code) return error.message;
    return away(error, request);
  }
  if (status >= 500) return say('errors.mention', { id: request.id });
  if (error.validation) return validated(error);
  return error.code ? say('errors.unreadable') : error.message;
}

/** Text for an outage: once a write was sent and the connection ended, nobody here knows whether it was committed. */
function away({ code = '' }: FastifyError, { method }: FastifyRequest): string {
  const looks = method === 'GET' || method === 'HEAD';
  return !looks && inDoubt.has(code) ? say('errors.databaseAwayInDoubt') : say('errors.databaseAway');
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
  return named ? say('errors.invalidFields', { fields: named }) : say('errors.invalid');
}
