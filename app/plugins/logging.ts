import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Config } from '../config.ts';

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
  }
}

/** The logger would write the message of an error that comes without another. */
function withoutTheErrorsWords(this: unknown, args: unknown[], log: (...args: never[]) => void): void {
  const [first] = args as [{ err?: unknown }?];
  if (args.length === 1 && first?.err) args.push('error');
  log.apply(this, args as never[]);
}

const probes = new Set(['/health', '/ready']);

interface DatabaseError extends Error {
  readonly code?: string;
  readonly constraint_name?: string;
  readonly table_name?: string;
  readonly routine?: string;
}

/** A message of Postgres may quote a value, so only the names that it gives are written down. */
export function describeError(error: DatabaseError) {
  const { name, message, stack, code, constraint_name, table_name, routine } = error;
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const told = name === 'PostgresError' ? '' : message;
  return {
    type: name,
    message: told,
    stack: frames?.join('\n') ?? '',
    code,
    constraint_name,
    table_name,
    routine,
  };
}
