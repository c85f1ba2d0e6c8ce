import { tracingChannel } from 'node:diagnostics_channel';
import type { Span, Tracer } from '@opentelemetry/api';
import { endPart, startPart } from './active-and-child-spans.ts';

/**
 * Traces each Redis command by its name only: keys contain ids of books and hashes of sessions. Its listeners never
 * throw, as that would end the process.
 *
 * @returns function that stops the tracing
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
