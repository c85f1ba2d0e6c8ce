import type { Construct } from 'constructs';
import { FLUENTD, SECRETS } from '../defaults/names-and-ports.ts';
import { probe, scratch } from '../defaults/pod.ts';
import { fluentdConfig } from './fluentd-config.ts';
import { RootReader } from './root-log-reader-daemon-set.ts';

export interface FluentdProps {
  readonly image: string;
  /** Namespaces whose pods' logs are collected. */
  readonly watched: readonly string[];
  /** Namespace of Elasticsearch. */
  readonly monitoring: string;
}

/**
 * A Fluentd on every node that reads the log files of our pods there: unlike Alloy, it cannot read them from the API server.
 */
export class Fluentd extends RootReader {
  constructor(scope: Construct, id: string, { image, watched, monitoring }: FluentdProps) {
    const { name, port, logs } = FLUENTD;
    const alive = { httpGet: { path: '/api/plugins.json', port: 'status' } };
    super(scope, id, {
      name,
      logs,
      user: 1000,
      graceSeconds: 30, // flushes its buffers
      config: { 'fluent.conf': fluentdConfig(watched, monitoring) },
      configPath: '/fluentd/etc',
      container: {
        image,
        envFrom: [{ secretRef: { name: SECRETS.fluentd } }],
        ports: [{ name: 'status', containerPort: port }],
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '500m', memory: '384Mi' } },
        startupProbe: probe(alive, { every: 2, failures: 60, timeout: 3 }),
        livenessProbe: probe(alive, { every: 20, failures: 6, timeout: 5 }),
        readinessProbe: probe(alive, { every: 10, failures: 3, timeout: 3 }),
        volumeMounts: [{ name: 'buffers', mountPath: '/buffers' }],
      },
      volumes: [scratch('buffers', '320Mi')],
      maxUnavailable: '25%',
    });
  }
}
