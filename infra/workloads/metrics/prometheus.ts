import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { toYaml } from '../../manifests/yaml.ts';
import { housePod, labelsOf, probe, type Resources } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { PROMETHEUS } from '../house/names.ts';
import { type Storage, serverOnVolume } from '../house/specs.ts';
import { type AlertGroup, ruleGroups } from './alerts/alert.ts';
import type { Certifier } from './certificates.ts';
import { PrometheusAccess } from './prometheus-access.ts';
import { METRICS_PORT, scrapeConfig } from './scrape-config.ts';

export interface PrometheusProps {
  readonly image: string;
  /** The namespace that it is in. */
  readonly namespace: string;
  /** The namespaces whose pods it looks at. */
  readonly watched: readonly string[];
  /** Who says when certificates end, if anybody. */
  readonly certifier: Certifier | undefined;
  /** Goes with every alert. */
  readonly platform: string;
  readonly scrapeSeconds: number;
  readonly retentionDays: number;
  /** What is oldest goes before it is full. */
  readonly storage: Storage;
  readonly resources: Resources;
  readonly alerts: readonly AlertGroup[];
}

/** One Prometheus that remembers what our pods say of themselves, and tells an Alertmanager what is wrong. */
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
        template: housePod({
          name,
          user: NOBODY,
          // It writes what it has in memory; killed, it reads its log at the next start instead.
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
              // Ten minutes: after a crash the log is replayed first.
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

/** Its log and the block that is being written are not counted in what it may keep. */
const SHARE = 0.8;
