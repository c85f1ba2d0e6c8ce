import { Construct } from 'constructs';
import { PROMETHEUS } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';

export interface PrometheusAccessProps {
  /** Namespace of Prometheus. */
  readonly namespace: string;
  /** Namespaces of ours whose pods it discovers. */
  readonly watched: readonly string[];
  /** Namespaces of others whose pods it discovers too. */
  readonly visited: readonly string[];
}

/** Prometheus's permissions on the API server and the kubelets: discovery of pods and nodes, and the nodes' metrics. */
export class PrometheusAccess extends Construct {
  constructor(scope: Construct, id: string, { namespace, watched, visited }: PrometheusAccessProps) {
    super(scope, id);
    const { name } = PROMETHEUS;
    const subjects = [{ kind: 'ServiceAccount', name, namespace }];
    // Cluster-scoped objects, and those in others' namespaces, share their names with all platforms in the cluster.
    const clusterWide = `${namespace}-${name}`;

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'cluster-role', 'ClusterRole', {
      metadata: { name: clusterWide },
      rules: [
        { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { nonResourceURLs: ['/metrics'], verbs: ['get'] },
      ],
    });
    new Kube(this, 'cluster-binding', 'ClusterRoleBinding', {
      metadata: { name: clusterWide },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: clusterWide },
      subjects,
    });
    this.discoverApiServers(clusterWide, subjects);
    for (const other of [...watched, ...visited]) {
      const metadata = { name: watched.includes(other) ? name : clusterWide, namespace: other };
      new Kube(this, `role-in-${other}`, 'Role', {
        metadata,
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
      });
      new Kube(this, `binding-in-${other}`, 'RoleBinding', {
        metadata,
        roleRef: { apiGroup: RBAC, kind: 'Role', name: metadata.name },
        subjects,
      });
    }
  }

  /** Allows the discovery of the API servers, which stand in namespace default; there it takes Services and pods as well. */
  private discoverApiServers(name: string, subjects: object[]): void {
    const metadata = { name, namespace: 'default' };
    const verbs = ['get', 'list', 'watch'];
    new Kube(this, 'role-of-api-servers', 'Role', {
      metadata,
      rules: [
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
        { apiGroups: [''], resources: ['services', 'pods'], verbs },
      ],
    });
    new Kube(this, 'binding-of-api-servers', 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: subjects as never,
    });
  }
}

const RBAC = 'rbac.authorization.k8s.io';
