import { Construct } from 'constructs';
import { Kube } from '../defaults/kube-object.ts';
import { KUBE_STATE_METRICS } from '../defaults/names.ts';
import { Exporter } from './exporter.ts';

export interface KubeStateMetricsProps {
  readonly image: string;
  /** Namespace of the exporter. */
  readonly namespace: string;
  /** Namespaces whose objects are exported; it has no access to others. */
  readonly watched: readonly string[];
}

/** Exports the state of our pods, rollouts, Jobs, autoscalers and claims, as the API server knows it. */
export class KubeStateMetrics extends Construct {
  constructor(scope: Construct, id: string, props: KubeStateMetricsProps) {
    super(scope, id);
    const { name, port } = KUBE_STATE_METRICS;
    const { image, namespace, watched } = props;
    for (const other of watched) {
      const metadata = { name, namespace: other };
      new Kube(this, `role-in-${other}`, 'Role', {
        metadata,
        rules: Object.entries(RESOURCES).map(([group, resources]) => ({
          apiGroups: [group],
          resources,
          verbs: ['list', 'watch'],
        })),
      });
      new Kube(this, `binding-in-${other}`, 'RoleBinding', {
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      });
    }
    new Exporter(this, 'exporter', {
      name,
      image,
      port,
      user: 65534,
      apiToken: true,
      args: [
        `--port=${port}`,
        `--namespaces=${watched.join(',')}`,
        `--resources=${Object.values(RESOURCES).flat().toSorted().join(',')}`,
      ],
      alive: '/livez',
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '96Mi' } },
    });
  }
}

/** Exported resources by API group. No Secrets and no ConfigMaps: even their names tell too much. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  '': ['persistentvolumeclaims', 'pods'],
  apps: ['deployments', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
};
