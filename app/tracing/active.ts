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

/** A part of what is being recorded; where nothing is, or it fails, there is no span either, and no work. */
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
 * Ends a part, if there is one; never throws, for those who call it are listeners.
 *
 * @param error why it failed, which is told by its code: its message may quote a value
 */
export function endPart(span: Span | undefined, error?: { code?: string; name?: string }): void {
  try {
    if (error) {
      span?.setAttribute('error.type', error.code ?? error.name ?? 'Error');
      span?.setStatus({ code: SpanStatusCode.ERROR });
    }
    span?.end();
  } catch {
    // what is not recorded is lost, and nothing else
  }
}
