import type { Settings } from '../../settings/schema.ts';

/** Other settings that the values of charts depend on. */
export type ForCharts = Pick<Settings, 'observability'>;

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
  // The backup location is for the operator to set: `configuration` and `credentials` among the values. The node agent
  // copies the files of volumes, so no snapshots are needed.
  velero: {
    chart: 'velero',
    values: () => ({ snapshotsEnabled: false, deployNodeAgent: true, upgradeCRDs: true }),
  },
};

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
