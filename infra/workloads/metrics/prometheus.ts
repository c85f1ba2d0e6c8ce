import { Construct } from 'constructs';
import { toYaml } from '../../manifests/format-yaml.ts';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { type Storage, serverOnVolume } from '../defaults/deployment-and-statefulset-specs.ts';
import { PROMETHEUS } from '../defaults/names-and-ports.ts';
import { labelsOf, probe, type Resources, restrictedPod } from '../defaults/pod.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import type { Certifier } from '../facts/certificate-expiry-source.ts';
import { type AlertGroup, ruleGroups } from './alerts/alert.ts';
import { PrometheusAccess } from './prometheus-access.ts';
import { METRICS_PORT, scrapeConfig } from './prometheus-config.ts';

export interface PrometheusProps {
  readonly image: string;
  /** Namespace of Prometheus. */
  readonly namespace: string;
  /** Namespaces whose pods are scraped. */
  readonly watched: readonly string[];
  /** Source of the expiry of certificates; undefined: none. */
  readonly certifier: Certifier | undefined;
  /** Value of label `platform` on every alert. */
  readonly platform: string;
  readonly scrapeSeconds: number;
  readonly retentionDays: number;
  /** Volume of the time series; the oldest are deleted before it is full. */
  readonly storage: Storage;
  readonly resources: Resources;
  readonly alerts: readonly AlertGroup[];
}

/** A single Prometheus that scrapes our pods and sends alerts to an Alertmanager. */
export class Prometheus extends Construct {
  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const { name, port } = PROMETHEUS;
    const { namespace, watched, storage, certifier } = props;
    const labels = labelsOf(name);
    const config = {
      'prometheus.yml': toYaml([scrapeConfig({ ...props, namespaces: watched })]),
      'alerts.yml': toYaml([{ groups: ruleGroups(props.alerts) }]),
    };
    const ask = (path: string) => ({ httpGet: { path, port: METRICS_PORT } });

    new PrometheusAccess(this, 'access', {
      namespace,
      watched,
      visited: certifier?.kind === 'traefik' ? [certifier.namespace] : [],
    });
    new Kube(this, 'config', 'ConfigMap', { metadata: { name }, data: config });
    new Kube(this, 'service', 'Service', {
      metadata: { name, labels },
      spec: { selector: labels, ports: [{ name: 'http', port, targetPort: METRICS_PORT }] },
    });
    new Kube(this, 'server', 'StatefulSet', {
      metadata: { name, labels },
      spec: serverOnVolume({
        name,
        storage,
        template: restrictedPod({
          name,
          user: NOBODY,
          // Prometheus flushes its memory on shutdown; a killed one replays its log at the next start instead.
          graceSeconds: 60,
          annotations: { [CONFIG_CHECKSUM]: checksum([config]) },
          apiToken: true,
          containers: [
            {
              name,
              image: props.image,
              args: [
                '--config.file=/etc/prometheus/prometheus.yml',
                '--storage.tsdb.path=/prometheus',
                `--storage.tsdb.retention.time=${props.retentionDays}d`,
                `--storage.tsdb.retention.size=${mebibytes(quantity(storage.size) * SHARE).replace('Mi', 'MB')}`,
              ],
              ports: [{ name: METRICS_PORT, containerPort: port }],
              resources: props.resources,
              // Ten minutes: after a crash the write-ahead log is replayed first.
              startupProbe: probe(ask('/-/ready'), { every: 3, failures: 200, timeout: 3 }),
              livenessProbe: probe(ask('/-/healthy'), { every: 10, failures: 6, timeout: 5 }),
              readinessProbe: probe(ask('/-/ready'), { every: 5, failures: 3, timeout: 3 }),
              volumeMounts: [
                { name: 'config', mountPath: '/etc/prometheus', readOnly: true },
                { name: 'data', mountPath: '/prometheus' },
              ],
            },
          ],
          volumes: [{ name: 'config', configMap: { name } }],
        }),
      }),
    });
  }
}

const NOBODY = 65534;

/** Share of the volume for completed blocks: the log and the block being written do not count towards the limit. */
const SHARE = 0.8;
