import type { Construct } from 'constructs';
import { toYaml } from '../../manifests/format-yaml.ts';
import { JAEGER } from '../defaults/names-and-ports.ts';
import { probe, type Resources } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';

export interface JaegerProps {
  readonly image: string;
  /** Maximum number of traces; the oldest are dropped. */
  readonly keep: number;
  readonly resources: Resources;
}

/**
 * A single Jaeger that keeps the newest traces in memory: they are for today's questions. Two of them would hold half of the
 * traces each.
 */
export class Jaeger extends SinglePodServer {
  constructor(scope: Construct, id: string, props: JaegerProps) {
    const { name, otlpPort, queryPort, healthPort } = JAEGER;
    const alive = { httpGet: { path: '/status', port: 'health' } };
    super(scope, id, {
      name,
      user: 10001,
      graceSeconds: 10,
      configMaps: [{ volume: 'config', files: { 'jaeger.yaml': toYaml([jaegerConfig(props.keep)]) } }],
      service: {
        ports: [
          { name: 'otlp', port: otlpPort, targetPort: 'otlp' },
          { name: 'query', port: queryPort, targetPort: 'query' },
        ],
      },
      container: {
        image: props.image,
        args: ['--config=/etc/jaeger/jaeger.yaml'],
        ports: [
          { name: 'otlp', containerPort: otlpPort },
          { name: 'query', containerPort: queryPort },
          { name: 'health', containerPort: healthPort },
        ],
        resources: props.resources,
        startupProbe: probe(alive, { every: 1, failures: 60, timeout: 3 }),
        livenessProbe: probe(alive, { every: 10, failures: 3, timeout: 5 }),
        readinessProbe: probe(alive, { every: 5, failures: 2, timeout: 3 }),
        volumeMounts: [{ name: 'config', mountPath: '/etc/jaeger', readOnly: true }],
      },
    });
  }
}

/** Configuration of Jaeger 2, which is an OpenTelemetry collector with a store and a web page. */
function jaegerConfig(keep: number) {
  const { otlpPort, queryPort, healthPort } = JAEGER;
  return {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['jaeger_storage_exporter'] },
      },
      telemetry: { logs: { level: 'warn' }, metrics: { level: 'none' } },
    },
    extensions: {
      jaeger_storage: { backends: { memory: { memory: { max_traces: keep } } } },
      jaeger_query: {
        storage: { traces: 'memory' },
        http: { endpoint: `0.0.0.0:${queryPort}` },
        grpc: { endpoint: 'localhost:16685' },
      },
      healthcheckv2: { use_v2: true, http: { endpoint: `0.0.0.0:${healthPort}` } },
    },
    receivers: { otlp: { protocols: { http: { endpoint: `0.0.0.0:${otlpPort}` } } } },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
  };
}
