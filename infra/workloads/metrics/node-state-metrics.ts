import { Construct } from 'constructs';
import { Kube } from '../house/kube.ts';
import { NODE_STATE_METRICS } from '../house/names.ts';
import { Exporter } from './exporter.ts';

export interface NodeStateMetricsProps {
  /** Of kube-state-metrics. */
  readonly image: string;
  /** The namespace that it is in. */
  readonly namespace: string;
}

/**
 * Says as metrics whether nodes are well.
 *
 * A kube-state-metrics of its own: the one that may look into some namespaces only says of a node once for each of them.
 */
export class NodeStateMetrics extends Construct {
  constructor(scope: Construct, id: string, { image, namespace }: NodeStateMetricsProps) {
    super(scope, id);
    const { name, port } = NODE_STATE_METRICS;
    // Objects of the cluster are shared by all platforms that are on it.
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
