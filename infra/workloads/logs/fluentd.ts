import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { Kube, type PodTemplate } from '../defaults/kube-object.ts';
import { FLUENTD, SECRETS } from '../defaults/names.ts';
import { labelsOf, probe, restrictedPod, scratch } from '../defaults/pod.ts';
import { fluentdConfig } from './fluentd-config.ts';

export interface FluentdProps {
  readonly image: string;
  /** Namespaces whose pods' logs are collected. */
  readonly watched: readonly string[];
  /** Namespace of Elasticsearch. */
  readonly monitoring: string;
}

/**
 * A Fluentd on every node that reads the log files of our pods there: unlike Alloy, it cannot read them from the API server.
 *
 * The files belong to root, so it runs as root, without capabilities, and with a read-only mount of this directory of the
 * node only. Everything else is as in every other pod.
 */
export class Fluentd extends Construct {
  constructor(scope: Construct, id: string, { image, watched, monitoring }: FluentdProps) {
    super(scope, id);
    const { name, port, logs } = FLUENTD;
    const config = { 'fluent.conf': fluentdConfig(watched, monitoring) };
    const alive = { httpGet: { path: '/api/plugins.json', port: 'status' } };
    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'config', 'ConfigMap', { metadata: { name }, data: config });
    const template = restrictedPod({
      name,
      user: 1000,
      graceSeconds: 30, // flushes its buffers
      annotations: { [CONFIG_CHECKSUM]: checksum([config]) },
      containers: [
        {
          name,
          image,
          envFrom: [{ secretRef: { name: SECRETS.fluentd } }],
          ports: [{ name: 'status', containerPort: port }],
          resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '500m', memory: '384Mi' } },
          startupProbe: probe(alive, { every: 2, failures: 60, timeout: 3 }),
          livenessProbe: probe(alive, { every: 20, failures: 6, timeout: 5 }),
          readinessProbe: probe(alive, { every: 10, failures: 3, timeout: 3 }),
          volumeMounts: [
            { name: 'config', mountPath: '/fluentd/etc', readOnly: true },
            { name: 'logs', mountPath: logs, readOnly: true },
            { name: 'buffers', mountPath: '/buffers' },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name } },
        { name: 'logs', hostPath: { path: logs, type: 'Directory' } },
        scratch('buffers', '320Mi'),
        scratch('tmp', '64Mi'),
      ],
    });
    new Kube(this, 'server', 'DaemonSet', {
      metadata: { name, labels: labelsOf(name) },
      spec: {
        selector: { matchLabels: labelsOf(name) },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } },
        revisionHistoryLimit: 3,
        template: asRoot(template),
      },
    });
  }
}

function asRoot(template: PodTemplate): PodTemplate {
  const securityContext = { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } };
  const { spec } = template;
  return spec ? { ...template, spec: { ...spec, securityContext } } : template;
}
