import { readStackFile } from '../../settings/read.ts';
import { dashboardsOf } from '../../workloads/dashboards/dashboards.ts';
import { alertsFor } from '../../workloads/metrics/alerts/alerts.ts';
import { certificateAlerts } from '../../workloads/metrics/alerts/cluster-alerts.ts';
import { dataAlerts } from '../../workloads/metrics/alerts/data-alerts.ts';

const dev = readStackFile('dev');

/** The alerts of the dev stack. */
export const ALERTS = alertsFor(dev).flatMap(({ alerts }) => alerts);

/** Every question in a panel of a dashboard that is for Prometheus, with the legend of its answer. */
export const PANELS = dashboardsOf(dev).flatMap(({ title: dashboard, rows }) =>
  rows
    .flatMap(({ panels }) => panels)
    .filter(({ kind }) => kind !== 'logs')
    .flatMap(({ title, queries }) =>
      Object.entries(queries).map(([legend, expr]) => ({ where: `${dashboard}: ${title}`, legend, expr })),
    ),
);

const OF_OPERATORS = [
  ...dataAlerts({ postgresExporter: false, servers: { count: 3, archiveMaxAgeHours: 50 } }),
  certificateAlerts({ kind: 'cert-manager' }),
].flatMap(({ alerts }) => alerts);

/** Every expression of alerts and dashboards. */
export const ASKED = [...ALERTS, ...OF_OPERATORS, ...PANELS].map(({ expr }) => expr);

/** By how the metrics begin that nobody exports on the test cluster, and why not. */
export const NOT_HERE = {
  barman_cloud_: 'the plugin that archives does not run here',
  certmanager_: 'cert-manager does not run here',
  cnpg_: 'CloudNativePG does not run here',
  kubelet_volume_stats_: 'volumes that are folders of a node have no size of their own',
  container_network_: 'the kubelets of the test cluster know pods as cgroups alone',
} as const;

/** Selectors that find something at times only: of a pod that crashes, the kubelet may say for minutes that it ended. */
export const AT_TIMES: readonly string[] = [
  'kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}',
];

/** Whether an expression asks for one of those, or what was found missing is one. */
export function isNotHere(text: string): boolean {
  return Object.keys(NOT_HERE).some((start) => text.includes(start));
}
