import { AsyncLocalStorage } from 'node:async_hooks';
import { type Attributes, type Context, type Span, SpanKind, type Tracer, trace } from '@opentelemetry/api';

/** The span that the running code belongs to. Ours and not the API's global one: a process may hold several apps. */
const contexts = new AsyncLocalStorage<Context>();

/** Runs something as a part of what `context` is about. */
export function within<T>(context: Context, run: () => T): T {
  return contexts.run(context, run);
}

/** What the app is doing, if it is being recorded. */
export function recorded(): Context | undefined {
  const context = contexts.getStore();
  return context && trace.getSpan(context)?.isRecording() ? context : undefined;
}

/** A part of what is being recorded; where nothing is, there is no span either, and no work. */
export function startPart(
  tracer: Tracer,
  name: string,
  attributes: Attributes,
  kind: SpanKind = SpanKind.CLIENT,
): Span | undefined {
  const context = recorded();
  return context && tracer.startSpan(name, { kind, attributes }, context);
}
