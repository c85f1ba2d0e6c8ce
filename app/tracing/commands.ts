import { tracingChannel } from 'node:diagnostics_channel';
import type { Span, Tracer } from '@opentelemetry/api';
import { endPart, startPart } from './active.ts';

/**
 * A span for each command to Redis, by its name alone: keys hold ids of books and hashes of sessions. Its listeners throw
 * nothing, for that would end the process.
 *
 * @returns what ends it
 */
export function traceCommands(tracer: Tracer): () => void {
  const spans = new WeakMap<object, Span>();
  const listeners = {
    start(message: object) {
      const name = String((message as { command?: unknown }).command).toUpperCase();
      const span = startPart(tracer, name, { 'db.system.name': 'redis', 'db.operation.name': name });
      if (span) spans.set(message, span);
    },
    end() {},
    asyncStart() {},
    asyncEnd(message: object) {
      endPart(spans.get(message), (message as { error?: Error }).error);
    },
    error() {},
  };
  const channel = tracingChannel('ioredis:command');
  channel.subscribe(listeners);
  return () => void channel.unsubscribe(listeners);
}
