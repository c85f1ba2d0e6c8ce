import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { destination } from 'pino';
import type { Config } from '../config.ts';
import { say } from './say.ts';

/** JSON lines with a time, a level and what happened; an error without what it was asked or told. */
export function loggerOptions(level: Config['logLevel']) {
  return {
    level,
    base: null,
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    hooks: { logMethod: withoutTheErrorsWords },
  };
}

/**
 * Where the lines go. A disk that is full costs lines and not the process, which pino would end: once it takes them again,
 * those of the last megabyte follow.
 */
export function standardOutput() {
  const stream = destination({ dest: 1, sync: true, maxLength: 2 ** 20 });
  stream.on('error', () => {}); // there is no other place to tell it
  return stream;
}

/** A failure that somebody has to look at, unless its client had left: then that may be all there is to it. */
export function tellFailure({ clientSocket, log }: FastifyRequest, error: Error): void {
  if (clientSocket?.destroyed) log.info({ err: error }, 'request failed after its client had left');
  else log.error({ err: error }, 'request failed');
}

/**
 * A failure that passes by itself, of something that is busy or away: whoever looks has its gauge and one line for each
 * who was sent away, and a stack would say nothing.
 */
export function tellPassing({ log }: FastifyRequest, error: Error & { readonly code?: string }): void {
  const { name, code, message } = error;
  log.warn({ type: name, why: code ?? message }, 'request refused for now');
}

/** One line for each request that was answered, without its query, body, cookies or e-mail. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}
  override routeNotFound(): void {}
  override defaultErrorLog(): void {} // the error handler knows which errors are news

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    say(request.log, () => {
      const level = error ? 'error' : probes.has(request.routeOptions.url ?? '') ? 'debug' : 'info';
      request.log[level]({
        method: request.method,
        path: request.url.split('?', 1)[0]?.slice(0, 200),
        status: reply.statusCode,
        latency: Math.round(reply.elapsedTime * 100) / 100, // milliseconds
        ip: request.ip,
        person: request.person?.id ?? request.session?.personId, // an id, and never an e-mail
        ...(error && { err: error }),
      });
    });
  }

  override streamError(error: Error & { code?: string }, request: FastifyRequest): void {
    const level = error.code === 'ERR_STREAM_PREMATURE_CLOSE' ? 'debug' : 'warn';
    say(request.log, () => request.log[level]({ err: error }, 'the answer ended before its end'));
  }

  // Fastify's own line would have the query in it.
  override writeHeadError(error: Error, request: FastifyRequest): void {
    say(request.log, () => request.log.warn({ err: error }, 'the answer could not begin'));
  }
}

/** The logger would write the message of an error that comes without another. */
function withoutTheErrorsWords(this: unknown, args: unknown[], log: (...args: never[]) => void): void {
  const [first] = args as [{ err?: unknown }?];
  if (args.length === 1 && first?.err) args.push('error');
  log.apply(this, args as never[]);
}

const probes = new Set(['/health', '/ready']);

interface Told extends Error {
  readonly code?: string;
  readonly constraint_name?: string;
  readonly table_name?: string;
  readonly routine?: string;
}

/** A message of Postgres may quote a value, so only the names that it gives are written down. */
export function describeError(error: Told | null) {
  const {
    name = 'Error',
    message = '',
    stack = '',
    code,
    constraint_name,
    table_name,
    routine,
  } = error ?? ({} as Partial<Told>);
  const frames = String(stack)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  const told = name === 'PostgresError' ? '' : message;
  return {
    type: name,
    message: told,
    stack: frames.join('\n'),
    code,
    constraint_name,
    table_name,
    routine,
  };
}
