import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { dashboardsOf } from '../../workloads/dashboards/grafana-with-dashboards.ts';
import { alertsFor } from '../../workloads/metrics/alerts/alerts-from-settings.ts';
import { certificateAlerts } from '../../workloads/metrics/alerts/pod-certificate-and-monitoring-alerts.ts';
import { dataAlerts } from '../../workloads/metrics/alerts/postgres-redis-and-restore-alerts.ts';

const dev = readStackFile('dev');

/** The alerts of the dev stack. */
export const ALERTS = alertsFor(dev).flatMap(({ alerts }) => alerts);

/** Every Prometheus query in the dashboards, with its panel and legend. */
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

/** All expressions of alerts and dashboards. */
export const ASKED = [...ALERTS, ...OF_OPERATORS, ...PANELS].map(({ expr }) => expr);

/** Prefixes of the metrics that nobody exports on the test cluster, with the reason. */
export const NOT_HERE = {
  apiserver_admission_webhook_rejection_count: 'no webhook refuses anything here',
  'app_server_certificate_expiry_timestamp_seconds{server!~':
    'no server but Postgres and Redis has a certificate here',
  barman_cloud_: 'the plugin that archives does not run here',
  certmanager_: 'cert-manager does not run here',
  cnpg_: 'CloudNativePG does not run here',
  kubelet_volume_stats_: 'volumes that are folders of a node have no size of their own',
  container_network_: 'the kubelets of the test cluster know pods as cgroups alone',
} as const;

/** Selectors that match at times only: the kubelet may report a crashing pod as terminated for minutes. */
export const AT_TIMES: readonly string[] = [
  'kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}',
];

/** True for an expression about the day before, of which nothing is known here. */
export function isOfDayBefore(expr: string): boolean {
  return expr.includes('offset 1d');
}

/** True for a label by which a target is said to be grouped, although it merely says whether a counter beside it was asked for. */
export function isLabelOfOthers(missing: string): boolean {
  return missing.startsWith('up by ');
}

/** True when an expression, or a missing selector, contains a metric of `NOT_HERE`. */
export function isNotHere(text: string): boolean {
  return Object.keys(NOT_HERE).some((start) => text.includes(start));
}
