import type { Settings } from '../../settings/schema.ts';
import { JAEGER, LOKI, PROMETHEUS } from '../defaults/names-and-ports.ts';
import type { Images } from '../defaults/prefix-images-with-registry.ts';
import { within } from '../metrics/alerts/within-namespace.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import type { DeclaredValue } from '../secrets/declared-value-types.ts';
import { appDashboard } from './app-dashboard.ts';
import { CLOUDNATIVE_PG_DASHBOARD } from './cloudnative-pg-dashboard.ts';
import { clusterDashboard } from './cluster-dashboard.ts';
import type { Dashboard, DataSource, Panel } from './dashboard-types-and-panel-makers.ts';
import { Grafana } from './grafana.ts';
import { POSTGRES_DASHBOARD, REDIS_DASHBOARD } from './postgres-and-redis-dashboards.ts';
import { securityDashboard } from './security-dashboard.ts';
import { withStatements } from './slow-statements-row.ts';

/** Adds Grafana if the settings ask for it; returns the secret values that it needs. */
export function dashboardsIn(props: {
  settings: Settings;
  images: Images;
  monitoring: FencedNamespace;
}): readonly DeclaredValue[] {
  const { settings, images, monitoring } = props;
  const { dashboards } = settings.observability;
  if (dashboards.kind === 'none') return [];
  const grafana = new Grafana(monitoring.part('grafana', 'monitoring'), 'grafana', {
    image: images.grafana,
    dataSources: dataSourcesOf(settings),
    dashboards: dashboardsOf(settings),
    rotation: settings.secrets.rotation.grafana,
    resources: dashboards.resources,
  });
  return [grafana.value];
}

/** All dashboards that have data with these settings. */
export function dashboardsOf({ namespace, observability, database, addOns }: Settings): readonly Dashboard[] {
  const logs = observability.logs.kind === 'loki';
  const postgres = postgresDashboard(database.mode);
  const ownPrometheus = observability.metrics.kind === 'self-contained';
  const cluster = clusterDashboard({ nodes: ownPrometheus });
  const security = securityDashboard({
    apiServer: ownPrometheus,
    policyReports: ownPrometheus && addOns.kyverno !== undefined,
  });
  const all = [appDashboard({ namespace, logs }), postgres, REDIS_DASHBOARD, cluster, security];
  // An operator's Prometheus scrapes other namespaces too.
  return observability.metrics.kind === 'operator' ? all.map((one) => ofNamespace(namespace, one)) : all;
}

function postgresDashboard(mode: Settings['database']['mode']): Dashboard {
  if (mode === 'cloudnative-pg') return withStatements(CLOUDNATIVE_PG_DASHBOARD, 'cnpg_');
  return mode === 'statefulset' ? withStatements(POSTGRES_DASHBOARD) : POSTGRES_DASHBOARD;
}

function ofNamespace(namespace: string, { rows, marks = [], ...dashboard }: Dashboard): Dashboard {
  const scoped = ({ queries, ...panel }: Panel): Panel => {
    if (panel.kind === 'logs') return { ...panel, queries };
    const ours = Object.entries(queries).map(([legend, expr]) => [legend, within(namespace, expr)]);
    return { ...panel, queries: Object.fromEntries(ours) };
  };
  return {
    ...dashboard,
    rows: rows.map((row) => ({ ...row, panels: row.panels.map(scoped) })),
    marks: marks.map((mark) => ({ ...mark, query: within(namespace, mark.query) })),
  };
}

function dataSourcesOf({ observability }: Settings): readonly DataSource[] {
  const { dashboards, logs, traces } = observability;
  const prometheus = dashboards.kind === 'grafana' ? dashboards.prometheus : undefined;
  const sources: DataSource[] = [
    { uid: 'prometheus', name: 'Prometheus', url: prometheus ?? OURS, jsonData: { timeInterval: '30s' } },
  ];
  if (logs.kind === 'loki') {
    const url = `http://${LOKI.name}:${LOKI.port}`;
    sources.push({ uid: 'loki', name: 'Loki', url, ...(traces.kind === 'jaeger' && { jsonData: TO_TRACE }) });
  }
  if (traces.kind === 'jaeger') {
    const url = `http://${JAEGER.name}:${JAEGER.queryPort}`;
    sources.push({ uid: 'jaeger', name: 'Jaeger', url, ...(logs.kind === 'loki' && { jsonData: TO_LOGS }) });
  }
  return sources;
}

/** URL of the Prometheus in the same namespace. */
const OURS = `http://${PROMETHEUS.name}:${PROMETHEUS.port}`;

/** Link from a log line to its trace, by the id that app/tracing writes into it. */
const TO_TRACE = {
  derivedFields: [
    {
      name: 'Trace',
      datasourceUid: 'jaeger',
      matcherRegex: '"trace_id":"([0-9a-f]{32})"',
      // Grafana's own notation; its provisioning would expand a single dollar as a variable.
      url: '$${__value.raw}',
    },
  ],
};

/** Link from a span to the log lines of its request. */
const TO_LOGS = {
  tracesToLogsV2: { datasourceUid: 'loki', filterByTraceID: true, customQuery: false, tags: [] },
};
