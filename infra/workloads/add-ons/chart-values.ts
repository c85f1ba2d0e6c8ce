import type { Settings } from '../../settings/schema.ts';
import { ARGO_CD } from '../defaults/names-and-ports.ts';
import { veleroFolder } from '../facts/object-store-folders-and-keys.ts';
import { argoCdValues, type ForArgoCd } from './argo-cd-values.ts';

/** Other settings that the values of charts depend on. */
export type ForCharts = ForArgoCd & Pick<Settings, 'addOns' | 'backup' | 'observability' | 'secrets'>;

interface Chart {
  readonly chart: string;
  /** @default the name of the chart */
  readonly name?: string;
  /** Releases that have to run before. @default none */
  readonly after?: readonly string[];
  /** Values that must differ from the chart's own defaults. */
  readonly values: (highlyAvailable: boolean, settings: ForCharts) => Readonly<Record<string, unknown>>;
}

/** The charts by their setting. Good defaults of a chart are not repeated. */
export const CHARTS: Readonly<Record<keyof Settings['addOns'], Chart>> = {
  argoCd: {
    chart: 'argo-cd',
    name: ARGO_CD.name,
    values: argoCdValues,
  },
  // Needs cert-manager for the certificate of its webhook; the operator discovers it by its Service.
  barmanCloud: {
    chart: 'plugin-barman-cloud',
    after: ['cert-manager', 'cloudnative-pg'],
    values: () => ({}),
  },
  certManager: {
    chart: 'cert-manager',
    values: (many) => ({
      crds: { enabled: true, keep: true },
      replicaCount: many ? 2 : 1,
      webhook: { replicaCount: many ? 3 : 1 },
      cainjector: { replicaCount: many ? 2 : 1 },
      podDisruptionBudget: { enabled: many },
    }),
  },
  cloudnativePg: { chart: 'cloudnative-pg', values: (many) => ({ replicaCount: many ? 2 : 1 }) },
  externalSecrets: {
    chart: 'external-secrets',
    values: (many) => ({
      installCRDs: true,
      leaderElect: many,
      replicaCount: many ? 2 : 1,
      webhook: { replicaCount: many ? 2 : 1 },
    }),
  },
  // Reached by port-forward, with the visitor's own token: it has no permissions of its own.
  kubernetesDashboard: {
    chart: 'kubernetes-dashboard',
    values: (many) =>
      Object.fromEntries(
        ['api', 'auth', 'web'].map((part) => [part, { scaling: { replicas: many ? 2 : 1 } }]),
      ),
  },
  longhorn: {
    chart: 'longhorn',
    values: (many) => ({
      // What is on the disks of the nodes already stays the default.
      persistence: {
        defaultClass: false,
        defaultClassReplicaCount: many ? 3 : 2,
        reclaimPolicy: 'Retain',
      },
      defaultSettings: {
        defaultReplicaCount: many ? 3 : 2,
        upgradeChecker: false,
        allowCollectingLonghornUsageMetrics: false,
        // A lost node would otherwise hold the volumes of its pods for ever.
        nodeDownPodDeletionPolicy: 'delete-both-statefulset-and-deployment-pod',
      },
      csi: sidecars(many ? 2 : 1),
      longhornUI: { replicas: 1 },
    }),
  },
  kyverno: {
    chart: 'kyverno',
    // Pods cannot start while an admission webhook is down: with fewer than three it is the weakest part of the cluster.
    values: (many) => ({
      admissionController: { replicas: many ? 3 : 1 },
      backgroundController: { replicas: many ? 2 : 1 },
      cleanupController: { replicas: many ? 2 : 1 },
      reportsController: { replicas: many ? 2 : 1 },
    }),
  },
  metricsServer: {
    chart: 'metrics-server',
    values: (many) => ({ replicas: many ? 2 : 1, podDisruptionBudget: { enabled: many, minAvailable: 1 } }),
  },
  prometheusOperator: {
    chart: 'kube-prometheus-stack',
    name: 'prometheus-operator',
    values: (many, { observability: { metrics } }) =>
      metrics.kind === 'operator' ? watching(many ? 2 : 1) : OPERATOR_ALONE,
  },
  // The node agent copies the files of volumes, so no snapshots are needed.
  velero: {
    chart: 'velero',
    values: (_many, settings) => ({
      snapshotsEnabled: false,
      deployNodeAgent: true,
      upgradeCRDs: true,
      ...(veleroFolder(settings) && LOCATION_OF_OURS),
    }),
  },
};

/** Our own location, with its key, is applied after the chart; the plugin for S3 is no part of Velero. */
const LOCATION_OF_OURS = {
  backupsEnabled: false,
  credentials: { useSecret: false },
  initContainers: [
    {
      name: 'velero-plugin-for-aws',
      image: 'velero/velero-plugin-for-aws:v1.14.3',
      volumeMounts: [{ name: 'plugins', mountPath: '/target' }],
    },
  ],
};

function sidecars(replicas: number) {
  const parts = ['attacher', 'provisioner', 'resizer', 'snapshotter'];
  return Object.fromEntries(parts.map((part) => [`${part}ReplicaCount`, replicas]));
}

/** The bundle's own Prometheus and its companions are switched off: nothing of the platform would use them. */
const OPERATOR_ALONE = {
  ...Object.fromEntries(
    ['alertmanager', 'grafana', 'kubeStateMetrics', 'nodeExporter', 'prometheus'].map((part) => [
      part,
      { enabled: false },
    ]),
  ),
  defaultRules: { create: false },
  kubernetesServiceMonitors: { enabled: false },
};

/** Values of a bundle that reads our monitors, rules and routes. Its storage is to be set among the values. */
function watching(replicas: number) {
  return {
    grafana: { enabled: false },
    prometheus: {
      prometheusSpec: {
        replicas,
        podMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
      },
    },
    alertmanager: { alertmanagerSpec: { replicas } },
  };
}
