import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { toYaml } from '../../manifests/yaml.ts';
import { Kube } from '../defaults/kube-object.ts';
import { ALERTMANAGER } from '../defaults/names.ts';
import { labelsOf, probe, restrictedPod, scratch } from '../defaults/pod.ts';
import { replaced } from '../defaults/workload-specs.ts';
import { alertRoutes, RECEIVER_FILES, receiverSecret, type Told } from './alert-routes.ts';
import { METRICS_PORT } from './scrape-config.ts';

export interface AlertmanagerProps extends Told {
  readonly image: string;
}

/**
 * Groups Prometheus's alerts and notifies the receiver once.
 *
 * Silences are lost with the pod: a volume for them would cost more than setting one again.
 */
export class Alertmanager extends Construct {
  constructor(scope: Construct, id: string, { image, ...told }: AlertmanagerProps) {
    super(scope, id);
    const { name, port } = ALERTMANAGER;
    const labels = labelsOf(name);
    const config = { 'alertmanager.yml': toYaml([alertRoutes(told)]) };
    const secret = receiverSecret(told.receiver);
    const ask = (path: string) => ({ httpGet: { path, port: METRICS_PORT } });

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'config', 'ConfigMap', { metadata: { name }, data: config });
    new Kube(this, 'service', 'Service', {
      metadata: { name, labels },
      spec: { selector: labels, ports: [{ name: 'http', port, targetPort: METRICS_PORT }] },
    });
    new Kube(this, 'server', 'Deployment', {
      metadata: { name, labels },
      // Two that are no cluster would send every notification twice.
      spec: replaced({
        name,
        template: restrictedPod({
          name,
          user: 65534,
          graceSeconds: 10,
          annotations: { [CONFIG_CHECKSUM]: checksum([config]) },
          containers: [
            {
              name,
              image,
              args: [
                '--config.file=/etc/alertmanager/alertmanager.yml',
                '--storage.path=/alertmanager',
                '--cluster.listen-address=',
              ],
              ports: [{ name: METRICS_PORT, containerPort: port }],
              resources: {
                requests: { cpu: '10m', memory: '32Mi' },
                limits: { cpu: '200m', memory: '96Mi' },
              },
              startupProbe: probe(ask('/-/ready'), { every: 1, failures: 60, timeout: 3 }),
              livenessProbe: probe(ask('/-/healthy'), { every: 10, failures: 3, timeout: 3 }),
              readinessProbe: probe(ask('/-/ready'), { every: 5, failures: 2, timeout: 3 }),
              volumeMounts: [
                { name: 'config', mountPath: '/etc/alertmanager', readOnly: true },
                { name: 'data', mountPath: '/alertmanager' },
                ...(secret ? [{ name: 'receiver', mountPath: RECEIVER_FILES, readOnly: true }] : []),
              ],
            },
          ],
          volumes: [
            { name: 'config', configMap: { name } },
            scratch('data', '64Mi'),
            ...(secret ? [{ name: 'receiver', secret: { secretName: secret } }] : []),
          ],
        }),
      }),
    });
  }
}
