import { Construct } from 'constructs';
import { toYaml } from '../../manifests/format-yaml.ts';
import { KUBE_STATE_METRICS } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { EXPORTER_FILES, Exporter } from './exporter.ts';
import { POLICY_REPORT_METRICS, POLICY_REPORTS } from './policy-report-config-for-kube-state-metrics.ts';

export interface KubeStateMetricsProps {
  readonly image: string;
  /** Namespace of the exporter. */
  readonly namespace: string;
  /** Namespaces whose objects are exported; it has no access to others. */
  readonly watched: readonly string[];
  /** Counts the results of Kyverno's reports as well. */
  readonly policyReports: boolean;
}

/** Exports the state of our pods, rollouts, Jobs, autoscalers and claims, as the API server knows it. */
export class KubeStateMetrics extends Construct {
  constructor(scope: Construct, id: string, props: KubeStateMetricsProps) {
    super(scope, id);
    const { name, port } = KUBE_STATE_METRICS;
    const { image, namespace, watched, policyReports } = props;
    const resourcesOf = {
      ...RESOURCES,
      ...(policyReports && { [POLICY_REPORTS.group]: [POLICY_REPORTS.resource] }),
    };
    for (const other of watched) {
      const metadata = { name, namespace: other };
      new Kube(this, `role-in-${other}`, 'Role', {
        metadata,
        rules: Object.entries(resourcesOf).map(([group, resources]) => ({
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
    if (policyReports) this.discoverKinds(namespace);
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
        ...(policyReports ? [`--custom-resource-state-config-file=${EXPORTER_FILES}/${REPORTS_FILE}`] : []),
      ],
      ...(policyReports && { files: { [REPORTS_FILE]: toYaml([POLICY_REPORT_METRICS]) } }),
      alive: '/livez',
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '96Mi' } },
    });
  }

  /** Allows to look which custom kinds there are: reports are read once their kind is known. */
  private discoverKinds(namespace: string): void {
    const { name } = KUBE_STATE_METRICS;
    const metadata = { name: `${namespace}-${name}-kinds` };
    new Kube(this, 'kinds-role', 'ClusterRole', {
      metadata,
      rules: [
        {
          apiGroups: ['apiextensions.k8s.io'],
          resources: ['customresourcedefinitions'],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    });
    new Kube(this, 'kinds-binding', 'ClusterRoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }
}

const REPORTS_FILE = 'policy-reports.yaml';

/** Exported resources by API group. No Secrets and no ConfigMaps: even their names tell too much. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  '': ['persistentvolumeclaims', 'pods'],
  apps: ['deployments', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
};
