import type { FastifyBaseLogger } from 'fastify';

/**
 * Writes a log line, metric or trace without failing the request: most callers are event listeners, where an error
 * would end the process.
 */
export function logWithoutThrowing(log: FastifyBaseLogger, what: () => void): void {
  try {
    what();
  } catch (error) {
    try {
      log.error({ err: error }, 'something could not be said');
    } catch {
      // logging failed as well
    }
  }
}
