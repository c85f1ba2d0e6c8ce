import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Tracer } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.ts';

export interface Traces extends NonNullable<Config['traces']> {
  /** Service name in the traces. */
  readonly service: string;
}

/**
 * Exports spans in batches in the background. Spans that the collector does not accept in time are dropped: memory is
 * bounded by the queue, and no request ever waits for it.
 *
 * @param patience milliseconds that a stopping process waits for its last spans to be exported
 */
export function exportSpans(
  { endpoint, sampleRatio, service }: Traces,
  log: FastifyBaseLogger,
  patience = 3_000,
): { readonly tracer: Tracer; end(): Promise<void> } {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint}/v1/traces`,
    timeoutMillis: 3_000,
    concurrencyLimit: 2,
  });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': hostname() }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanLimits: { attributeValueLengthLimit: 2_000 },
    spanProcessors: [
      new BatchSpanProcessor(tellingOfOutages(exporter, log), {
        maxQueueSize: 2048,
        maxExportBatchSize: 512,
        scheduledDelayMillis: 2_000,
        exportTimeoutMillis: 4_000,
      }),
    ],
  });
  return {
    tracer: provider.getTracer(service),
    end: () =>
      Promise.race([provider.shutdown().catch(() => {}), pause(patience, undefined, { ref: false })]),
  };
}

/** Logs once when spans begin to be lost, and once when they are exported again. */
function tellingOfOutages(exporter: SpanExporter, log: FastifyBaseLogger): SpanExporter {
  let isTaken = true;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const taken = result.code === ExportResultCode.SUCCESS;
        if (isTaken && !taken) log.warn('the collector takes no traces: going on without them');
        if (!isTaken && taken) log.info('the collector takes traces again');
        isTaken = taken;
        done(result);
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
