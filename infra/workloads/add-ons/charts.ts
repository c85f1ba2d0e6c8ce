import type { Settings } from '../../settings/schema.ts';

/** What charts depend on besides. */
export type ForCharts = Pick<Settings, 'observability'>;

interface Chart {
  readonly chart: string;
  /** @default the chart's */
  readonly name?: string;
  /** Releases that have to run before. @default none */
  readonly after?: readonly string[];
  /** What must differ from the chart's own values. */
  readonly values: (highlyAvailable: boolean, settings: ForCharts) => Readonly<Record<string, unknown>>;
}

/** The charts by their setting. What a chart does well by itself is not said again. */
export const CHARTS: Readonly<Record<keyof Settings['addOns'], Chart>> = {
  // Its webhook has a certificate of cert-manager, and the operator finds it by its Service.
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
  // Reached by port-forward, with the token of whoever looks: it has no rights of its own.
  kubernetesDashboard: {
    chart: 'kubernetes-dashboard',
    values: (many) =>
      Object.fromEntries(
        ['api', 'auth', 'web'].map((part) => [part, { scaling: { replicas: many ? 2 : 1 } }]),
      ),
  },
  kyverno: {
    chart: 'kyverno',
    // An admission webhook that is away keeps pods from starting: three, or it is the weakest part of the cluster.
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
  // Where it keeps backups is the operator's to say: `configuration` and `credentials` among the values. Its node agent
  // copies the files of volumes, so that it needs no snapshots.
  velero: {
    chart: 'velero',
    values: () => ({ snapshotsEnabled: false, deployNodeAgent: true, upgradeCRDs: true }),
  },
};

/** The bundle's own Prometheus and what belongs to it stay out: nothing of ours would use them. */
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

/** Here it is who reads our monitors, rules and routes. Where it keeps what it reads is to be said among the values. */
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
