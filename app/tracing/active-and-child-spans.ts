import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';

/** Context of the running span. Our own storage instead of the API's global one, since a process may hold several apps. */
const contexts = new AsyncLocalStorage<Context>();

/** Runs a function with `context` as the active context. */
export function within<T>(context: Context, run: () => T): T {
  return contexts.run(context, run);
}

/** Returns the active context if its span is being recorded. */
export function recorded(): Context | undefined {
  const context = contexts.getStore();
  return context && trace.getSpan(context)?.isRecording() ? context : undefined;
}

/** Starts a child of the recorded span; undefined, without any work, when nothing is recorded or on failure. */
export function startPart(
  tracer: Tracer,
  name: string,
  attributes: Attributes,
  kind: SpanKind = SpanKind.CLIENT,
): Span | undefined {
  try {
    const context = recorded();
    return context && tracer.startSpan(name, { kind, attributes }, context);
  } catch {
    return undefined;
  }
}

/**
 * Ends a span, if there is one; never throws, since it is called from event listeners.
 *
 * @param error cause of the failure, recorded by its code only: its message may quote a value
 */
export function endPart(span: Span | undefined, error?: { code?: string; name?: string }): void {
  try {
    if (error) {
      span?.setAttribute('error.type', error.code ?? error.name ?? 'Error');
      span?.setStatus({ code: SpanStatusCode.ERROR });
    }
    span?.end();
  } catch {
    // a lost span must not break the request
  }
}
