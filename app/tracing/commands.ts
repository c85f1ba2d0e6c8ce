import { tracingChannel } from 'node:diagnostics_channel';
import { type Span, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { startPart } from './active.ts';

/**
 * A span for each command to Redis, by its name alone: keys hold ids of books and hashes of sessions.
 *
 * @returns what ends it
 */
export function traceCommands(tracer: Tracer): () => void {
  const spans = new WeakMap<object, Span>();
  const listeners = {
    start(message: object) {
      const name = (message as { command: string }).command.toUpperCase();
      const span = startPart(tracer, name, { 'db.system.name': 'redis', 'db.operation.name': name });
      if (span) spans.set(message, span);
    },
    end() {},
    asyncStart() {},
    asyncEnd(message: object) {
      const span = spans.get(message);
      if ('error' in message) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    },
    error() {},
  };
  const channel = tracingChannel('ioredis:command');
  channel.subscribe(listeners);
  return () => void channel.unsubscribe(listeners);
}
