import { Construct } from 'constructs';
import { NODE_STATE_METRICS } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { Exporter } from './exporter.ts';

export interface NodeStateMetricsProps {
  /** Image of kube-state-metrics. */
  readonly image: string;
  /** Namespace of the exporter. */
  readonly namespace: string;
}

/**
 * Exports the conditions of nodes.
 *
 * A separate kube-state-metrics: one limited to some namespaces would report each node once per namespace.
 */
export class NodeStateMetrics extends Construct {
  constructor(scope: Construct, id: string, { image, namespace }: NodeStateMetricsProps) {
    super(scope, id);
    const { name, port } = NODE_STATE_METRICS;
    // Cluster-scoped objects share their names with all platforms in the cluster.
    const metadata = { name: `${namespace}-${name}` };
    new Kube(this, 'cluster-role', 'ClusterRole', {
      metadata,
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] }],
    });
    new Kube(this, 'cluster-binding', 'ClusterRoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
    new Exporter(this, 'exporter', {
      name,
      image,
      port,
      user: 65534,
      apiToken: true,
      args: [`--port=${port}`, '--resources=nodes', '--metric-allowlist=kube_node_status_condition'],
      alive: '/livez',
      resources: { requests: { cpu: '5m', memory: '16Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
    });
  }
}
