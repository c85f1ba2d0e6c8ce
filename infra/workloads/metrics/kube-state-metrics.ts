import { Construct } from 'constructs';
import { Kube } from '../house/kube.ts';
import { KUBE_STATE_METRICS } from '../house/names.ts';
import { Exporter } from './exporter.ts';

export interface KubeStateMetricsProps {
  readonly image: string;
  /** The namespace that it is in. */
  readonly namespace: string;
  /** The namespaces whose objects it tells of; it may not look into others. */
  readonly watched: readonly string[];
}

/** Says as metrics what the API server knows of our pods, rollouts, jobs, autoscalers and claims. */
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

/** By API group. No Secrets and no ConfigMaps: their names are enough to learn from. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  '': ['persistentvolumeclaims', 'pods'],
  apps: ['deployments', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
};
