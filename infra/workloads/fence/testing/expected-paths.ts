import { objectsIn } from '../../../manifests/render-objects-of-app-or-chart.ts';
import type { Settings } from '../../../settings/schema.ts';
import { platform } from '../../platform.ts';
import { addOnPods } from '../../testing/add-on-pods.ts';
import { networkEndpoints } from '../../testing/endpoints-and-ports-to-try.ts';
import { openPaths } from '../../testing/open-connections.ts';

/*
 * The open paths, stated a second time: the tests try every pair of endpoints at every port, so that a path opened by
 * mistake has no line here. Pods and namespaces are derived from the objects.
 */

/** Settings, what they are, and the paths that they open, in any order. */
export type Opens = readonly [what: string, settings: Settings, paths: readonly string[]];

export const objectsFor = (settings: Settings) => objectsIn(platform(settings).app);

/** The open paths of a platform, sorted. */
export function openPathsOf(settings: Settings): readonly string[] {
  const objects = objectsFor(settings);
  return [...openPaths(objects, networkEndpoints(objects, { ...MADE, ...addOnPods(settings) }))].toSorted();
}

/** Pods that cert-manager creates during an ACME challenge. */
const MADE = {
  'acme-solver': { namespace: 'finance', labels: { 'acme.cert-manager.io/http01-solver': 'true' } },
};

/** Pods that dump and restore. */
export const JOBS = ['backup', 'restore', 'restore-drill'];
/** Pods of the app that reach the database and nothing else. */
export const OF_DATABASE = ['migrate', 'reset-link', 'worker'];
/** Paths between our own pods, without the monitoring. */
export const INSIDE = [
  ...JOBS.flatMap((job) => [`${job} → dns 53/TCP`, `${job} → dns 53/UDP`, `${job} → postgres 5432/TCP`]),
  ...OF_DATABASE.flatMap((job) => [
    `${job} → dns 53/TCP`,
    `${job} → dns 53/UDP`,
    `${job} → postgres 5432/TCP`,
  ]),
  'web → dns 53/TCP',
  'web → dns 53/UDP',
  'web → postgres 5432/TCP',
  'web → redis 6379/TCP',
].toSorted();
/** Path by which people come, through Traefik. */
export const PEOPLE = ['traefik → web 8080/TCP'];
/** Private addresses: nodes, and all other hosts on their networks. */
export const PRIVATE = ['node', 'node6', 'office', 'alb', 'neighbourOfAlb', 'nodeDns', 'otherNodeDns'];
/** Paths of the monitoring. */
export const METRICS = [
  ...['postgres-exporter', 'redis-exporter', 'monitoring/prometheus'].flatMap((name) => [
    `${name} → dns 53/TCP`,
    `${name} → dns 53/UDP`,
  ]),
  'postgres-exporter → postgres 5432/TCP',
  'redis-exporter → redis 6379/TCP',
  ...PRIVATE.flatMap((address) => [
    ...['kube-state-metrics', 'node-state-metrics'].flatMap((name) =>
      [443, 6443].map((port) => `monitoring/${name} → ${address} ${port}/TCP`),
    ),
    ...[443, 6443, 10250].map((port) => `monitoring/prometheus → ${address} ${port}/TCP`),
  ]),
  'monitoring/prometheus → monitoring/alertmanager 9093/TCP',
  'monitoring/prometheus → monitoring/kube-state-metrics 8080/TCP',
  'monitoring/prometheus → monitoring/node-state-metrics 8080/TCP',
  'monitoring/prometheus → postgres-exporter 9187/TCP',
  'monitoring/prometheus → redis-exporter 9121/TCP',
  'monitoring/prometheus → web 9464/TCP',
  'monitoring/prometheus → worker 9464/TCP',
];
/** Servers of CloudNativePG have built-in exporters. */
export const METRICS_OF_SERVERS = [
  ...METRICS.filter((path) => !/postgres/.test(path)),
  ...['postgres', 'another postgres'].map((one) => `monitoring/prometheus → ${one} 9187/TCP`),
];
/** Paths of the servers of CloudNativePG. */
export const SERVERS = ['postgres', 'another postgres'].flatMap((one, index, both) => [
  ...['web', ...OF_DATABASE].map((pod) => `${pod} → ${one} 5432/TCP`),
  `operator → ${one} 8000/TCP`,
  `${one} → ${both[1 - index]} 5432/TCP`,
  `${one} → ${both[1 - index]} 8000/TCP`,
  `${one} → dns 53/TCP`,
  `${one} → dns 53/UDP`,
  ...PRIVATE.flatMap((end) => [443, 6443].map((port) => `${one} → ${end} ${port}/TCP`)),
]);
/** Paths of {@link INSIDE} that do not lead to our own Postgres. */
export const WITHOUT_POSTGRES = INSIDE.filter(
  (path) => !/postgres/.test(path) && !JOBS.some((job) => path.startsWith(job)),
);
/** Dump and restore pods reach each of the servers. */
export const DUMPED = INSIDE.filter((path) => JOBS.some((job) => path.startsWith(job))).flatMap((path) =>
  path.includes('postgres') ? [path, path.replace('postgres', 'another postgres')] : [path],
);

export const cluster = { database: { mode: 'cloudnative-pg' } };
export const mail = {
  mail: { host: 'smtp.example.org', from: 'money@example.org' },
  secrets: { smtpUser: 'a', smtpPassword: 'b' },
};
export const watched = (metrics: object) => ({ observability: { metrics } });
export const noMetrics = watched({ kind: 'none' });
