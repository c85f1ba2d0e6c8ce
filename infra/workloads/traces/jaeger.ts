import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { toYaml } from '../../manifests/yaml.ts';
import { housePod, labelsOf, probe, type Resources } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { JAEGER } from '../house/names.ts';
import { replaced } from '../house/specs.ts';

export interface JaegerProps {
  readonly image: string;
  /** How many traces it remembers; the oldest goes first. */
  readonly keep: number;
  readonly resources: Resources;
}

/** One Jaeger that remembers the newest traces, in its memory: they are for the question of today. */
export class Jaeger extends Construct {
  constructor(scope: Construct, id: string, props: JaegerProps) {
    super(scope, id);
    const { name, otlpPort, queryPort, healthPort } = JAEGER;
    const labels = labelsOf(name);
    const config = { 'jaeger.yaml': toYaml([jaegerConfig(props.keep)]) };
    const alive = { httpGet: { path: '/status', port: 'health' } };

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'config', 'ConfigMap', { metadata: { name }, data: config });
    new Kube(this, 'service', 'Service', {
      metadata: { name, labels },
      spec: {
        selector: labels,
        ports: [
          { name: 'otlp', port: otlpPort, targetPort: 'otlp' },
          { name: 'query', port: queryPort, targetPort: 'query' },
        ],
      },
    });
    new Kube(this, 'server', 'Deployment', {
      metadata: { name, labels },
      // Each of two would know half of the traces.
      spec: replaced({
        name,
        template: housePod({
          name,
          user: 10001,
          graceSeconds: 10,
          annotations: { [CONFIG_CHECKSUM]: checksum([config]) },
          containers: [
            {
              name,
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
          ],
          volumes: [{ name: 'config', configMap: { name } }],
        }),
      }),
    });
  }
}

/** Of Jaeger 2, which is an OpenTelemetry collector with a store and a page. */
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
