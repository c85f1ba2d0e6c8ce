import type { FastifyBaseLogger } from 'fastify';

/**
 * Says something in a log, a metric or a trace. Where that fails, the request that it is about goes on: most of it is said
 * by listeners, out of which an error would end the process.
 */
export function say(log: FastifyBaseLogger, what: () => void): void {
  try {
    what();
  } catch (error) {
    try {
      log.error({ err: error }, 'something could not be said');
    } catch {
      // not even that
    }
  }
}
