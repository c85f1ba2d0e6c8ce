import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { destination } from 'pino';
import type { Config } from '../config.ts';
import { logWithoutThrowing } from './log-without-throwing.ts';

/** Logger options: JSON lines with time, level and event; errors without the data of the request or response. */
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
 * Log destination. On a full disk lines are lost but the process survives, which pino would end; once writes succeed
 * again, the last megabyte of lines follows.
 */
export function standardOutput() {
  const stream = destination({ dest: 1, sync: true, maxLength: 2 ** 20 });
  stream.on('error', () => {}); // nowhere else to report it
  return stream;
}

/** Logs a failure that needs attention; at info level when the client had left, which may be its only cause. */
export function tellFailure({ clientSocket, log }: FastifyRequest, error: Error): void {
  if (clientSocket?.destroyed) log.info({ err: error }, 'request failed after its client had left');
  else log.error({ err: error }, 'request failed');
}

/**
 * Logs a temporary failure of something busy or away: a gauge shows the outage, so one line per refused request
 * suffices, without a stack.
 */
export function tellPassing({ log }: FastifyRequest, error: Error & { readonly code?: string }): void {
  const { name, code, message } = error;
  log.warn({ type: name, why: code ?? message }, 'request refused for now');
}

/** Logs one line per completed request, without query, body, cookies or e-mail. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}
  override routeNotFound(): void {}
  override defaultErrorLog(): void {} // the error handler decides which errors to log

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    logWithoutThrowing(request.log, () => {
      const level = error ? 'error' : probes.has(request.routeOptions.url ?? '') ? 'debug' : 'info';
      request.log[level]({
        method: request.method,
        path: request.url.split('?', 1)[0]?.slice(0, 200),
        status: reply.statusCode,
        latency: Math.round(reply.elapsedTime * 100) / 100, // milliseconds
        ip: request.ip,
        person: request.person?.id ?? request.session?.personId ?? request.importer?.person, // id only, never the e-mail
        ...(error && { err: error }),
      });
    });
  }

  override streamError(error: Error & { code?: string }, request: FastifyRequest): void {
    const level = error.code === 'ERR_STREAM_PREMATURE_CLOSE' ? 'debug' : 'warn';
    logWithoutThrowing(request.log, () =>
      request.log[level]({ err: error }, 'the answer ended before its end'),
    );
  }

  // Fastify's own line would contain the query.
  override writeHeadError(error: Error, request: FastifyRequest): void {
    logWithoutThrowing(request.log, () => request.log.warn({ err: error }, 'the answer could not begin'));
  }
}

/** Adds a message to a bare error, or the logger would use the error's own. */
function withoutTheErrorsWords(this: unknown, args: unknown[], log: (...args: never[]) => void): void {
  const [first] = args as [{ err?: unknown }?];
  if (args.length === 1 && first?.err) args.push('error');
  log.apply(this, args as never[]);
}

const probes = new Set(['/health', '/ready', '/metrics']);

interface Told extends Error {
  readonly code?: string;
  readonly constraint_name?: string;
  readonly table_name?: string;
  readonly routine?: string;
}

/** Describes an error for the log; a Postgres message may quote a value, so only its identifiers are kept. */
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
