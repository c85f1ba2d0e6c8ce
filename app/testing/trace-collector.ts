import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A span in OTLP/JSON, with its attributes as a plain object. */
export interface Received {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code?: number };
}

export interface Collector {
  readonly endpoint: string;
  readonly spans: readonly Received[];
  /** Raw request bodies. */
  readonly bodies: readonly string[];
  /** Resolves on the first request. */
  readonly asked: Promise<void>;
  /** Waits for the span with a name. */
  named(name: string): Promise<Received>;
  /** Accepts connections from now on, but never answers. */
  freeze(): void;
}

/** Starts a real OTLP/HTTP receiver; it is closed after the test. */
export async function startCollector(): Promise<Collector> {
  const spans: Received[] = [];
  const bodies: string[] = [];
  let isFrozen = false;
  const asked = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    asked.resolve();
    if (isFrozen) return;
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.url !== '/v1/traces' || request.headers['content-type'] !== 'application/json') {
      response.writeHead(404).end();
      return;
    }
    bodies.push(body);
    spans.push(...spansOf(JSON.parse(body)));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    server.emit('taken');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    asked: asked.promise,
    async named(name) {
      for (;;) {
        const found = spans.find((span) => span.name === name);
        if (found) return found;
        await once(server, 'taken', { signal: AbortSignal.timeout(60_000) }).catch(() => {
          throw new Error(`no span "${name}" among: ${spans.map((span) => span.name).join(', ')}`);
        });
      }
    },
    freeze: () => {
      isFrozen = true;
    },
  };
}

interface Otlp {
  readonly resourceSpans: ReadonlyArray<{
    readonly scopeSpans: ReadonlyArray<{
      readonly spans: ReadonlyArray<
        Omit<Received, 'attributes'> & {
          readonly attributes: ReadonlyArray<{ key: string; value: Record<string, unknown> }>;
        }
      >;
    }>;
  }>;
}

function spansOf({ resourceSpans }: Otlp): readonly Received[] {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .map((span) => ({
      ...span,
      attributes: Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
    }));
}
