import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { housePod, labelsOf, probe, scratch } from '../house/house.ts';
import { Kube, type PodTemplate } from '../house/kube.ts';
import { FLUENTD, SECRETS } from '../house/names.ts';
import { fluentdConfig } from './fluentd-config.ts';

export interface FluentdProps {
  readonly image: string;
  /** The namespaces whose pods' logs it reads. */
  readonly watched: readonly string[];
  /** Where Elasticsearch is. */
  readonly monitoring: string;
}

/**
 * A Fluentd on every node, which reads the files of our pods there: it has no other way to them, as Alloy has.
 *
 * The files are root's, so it is root, with no capability and only this directory of the node, to read. All else is as in
 * every pod of the house.
 */
export class Fluentd extends Construct {
  constructor(scope: Construct, id: string, { image, watched, monitoring }: FluentdProps) {
    super(scope, id);
    const { name, port, logs } = FLUENTD;
    const config = { 'fluent.conf': fluentdConfig(watched, monitoring) };
    const alive = { httpGet: { path: '/api/plugins.json', port: 'status' } };
    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'config', 'ConfigMap', { metadata: { name }, data: config });
    const template = housePod({
      name,
      user: 1000,
      graceSeconds: 30, // what it has read goes out
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
