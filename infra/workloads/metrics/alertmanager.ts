import type { Construct } from 'constructs';
import { toYaml } from '../../manifests/format-yaml.ts';
import { ALERTMANAGER } from '../defaults/names-and-ports.ts';
import { probe, scratch } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';
import { alertRoutes, RECEIVER_FILES, receiverSecret, type Told } from './alert-routes.ts';
import { METRICS_PORT } from './prometheus-config.ts';

export interface AlertmanagerProps extends Told {
  readonly image: string;
}

/**
 * Groups Prometheus's alerts and notifies the receiver once. Two that are no cluster would send every notification twice.
 *
 * Silences are lost with the pod: a volume for them would cost more than setting one again.
 */
export class Alertmanager extends SinglePodServer {
  constructor(scope: Construct, id: string, { image, ...told }: AlertmanagerProps) {
    const { name, port } = ALERTMANAGER;
    const secret = receiverSecret(told.receiver);
    const ask = (path: string) => ({ httpGet: { path, port: METRICS_PORT } });
    super(scope, id, {
      name,
      user: 65534,
      graceSeconds: 10,
      configMaps: [{ volume: 'config', files: { 'alertmanager.yml': toYaml([alertRoutes(told)]) } }],
      service: { ports: [{ name: 'http', port, targetPort: METRICS_PORT }] },
      container: {
        image,
        args: [
          '--config.file=/etc/alertmanager/alertmanager.yml',
          '--storage.path=/alertmanager',
          '--cluster.listen-address=',
        ],
        ports: [{ name: METRICS_PORT, containerPort: port }],
        resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '96Mi' } },
        startupProbe: probe(ask('/-/ready'), { every: 1, failures: 60, timeout: 3 }),
        livenessProbe: probe(ask('/-/healthy'), { every: 10, failures: 3, timeout: 3 }),
        readinessProbe: probe(ask('/-/ready'), { every: 5, failures: 2, timeout: 3 }),
        volumeMounts: [
          { name: 'config', mountPath: '/etc/alertmanager', readOnly: true },
          { name: 'data', mountPath: '/alertmanager' },
          ...(secret ? [{ name: 'receiver', mountPath: RECEIVER_FILES, readOnly: true }] : []),
        ],
      },
      volumes: [
        scratch('data', '64Mi'),
        ...(secret ? [{ name: 'receiver', secret: { secretName: secret } }] : []),
      ],
    });
  }
}
