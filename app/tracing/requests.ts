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
import { say } from '../plugins/say.ts';
import { within } from './active.ts';

declare module 'fastify' {
  interface FastifyRequest {
    traceContext: Context | undefined;
  }
}

/**
 * A span for each request, by its route's pattern: neither the address nor the query is recorded, for they may tell whose
 * book it is and what was searched. A caller's trace is continued (W3C Trace Context), its decision to record is kept.
 */
export function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  app.decorateRequest('traceContext', undefined);

  app.addHook('onRequest', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'unmatched';
    if (probes.has(route)) return done();
    say(request.log, () => {
      const caller = w3c.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
      const attributes = { 'http.request.method': method, 'http.route': route };
      const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
      request.traceContext = trace.setSpan(caller, span);
      if (!span.isRecording()) return;
      const { traceId, spanId } = span.spanContext();
      request.log = reply.log = request.log.child({ trace_id: traceId, span_id: spanId });
      reply.header('traceresponse', `00-${traceId}-${spanId}-01`);
      reply.raw.once('close', () => say(request.log, () => endWith(span, reply.statusCode)));
    });
    if (request.traceContext) within(request.traceContext, done);
    else done();
  });
  // A body comes from the socket, whose events know nothing of the request.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.traceContext) within(request.traceContext, done);
    else done();
  });
  app.addHook('onError', async (request, _reply, error) => {
    say(request.log, () => {
      const span = request.traceContext && trace.getSpan(request.traceContext);
      span?.setAttribute('error.type', error.code ?? error.name); // its message may quote what was sent
    });
  });
}

function endWith(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

const w3c = new W3CTraceContextPropagator();

/** Asked every few seconds by the cluster, and about nobody. */
const probes = new Set(['/health', '/health-check', '/ready']);
