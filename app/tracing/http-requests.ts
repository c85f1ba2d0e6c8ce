import {
  type Context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { FastifyInstance } from 'fastify';
import { logWithoutThrowing } from '../plugins/log-without-throwing.ts';
import { within } from './active-and-child-spans.ts';

declare module 'fastify' {
  interface FastifyRequest {
    traceContext: Context | undefined;
  }
}

/**
 * Traces each request under its route's pattern. The URL and the query are not recorded, for they may reveal whose book
 * it is and what was searched. Continues a caller's trace (W3C Trace Context) with its sampling decision.
 */
export function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  app.decorateRequest('traceContext', undefined);

  app.addHook('onRequest', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'unmatched';
    if (probes.has(route)) return done();
    logWithoutThrowing(request.log, () => {
      const caller = w3c.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
      const attributes = { 'http.request.method': method, 'http.route': route };
      const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
      request.traceContext = trace.setSpan(caller, span);
      if (!span.isRecording()) return;
      const { traceId, spanId } = span.spanContext();
      request.log = reply.log = request.log.child({ trace_id: traceId, span_id: spanId });
      reply.header('traceresponse', `00-${traceId}-${spanId}-01`);
      reply.raw.once('close', () => logWithoutThrowing(request.log, () => endWith(span, reply.statusCode)));
    });
    if (request.traceContext) within(request.traceContext, done);
    else done();
  });
  // Re-enters the context: a body arrives in socket events, which are outside it.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.traceContext) within(request.traceContext, done);
    else done();
  });
  app.addHook('onError', async (request, _reply, error) => {
    logWithoutThrowing(request.log, () => {
      const span = request.traceContext && trace.getSpan(request.traceContext);
      span?.setAttribute('error.type', error.code ?? error.name); // the message may quote user input
    });
  });
}

function endWith(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

const w3c = new W3CTraceContextPropagator();

/** Probed every few seconds by the cluster, for no user. */
const probes = new Set(['/health', '/health-check', '/ready', '/metrics']);
