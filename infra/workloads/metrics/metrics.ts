import type { Settings } from '../../settings/schema.ts';
import { countsStatements } from '../database/postgres.ts';
import { RESTORE_QUERY } from '../database/restore-drill-exporter-query.ts';
import { STATEMENTS_QUERY } from '../database/slow-statements-query-and-settings.ts';
import {
  CLUSTER_LABEL,
  FRONTEND,
  POSTGRES,
  POSTGRES_EXPORTER,
  REDIS_EXPORTER,
  WEB,
  WORKER,
} from '../defaults/names-and-ports.ts';
import { labelsOf } from '../defaults/pod.ts';
import type { Images } from '../defaults/prefix-images-with-registry.ts';
import type { Facts } from '../facts/facts.ts';
import { storeInside } from '../facts/object-store-folders-and-keys.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import type { DeclaredValue } from '../secrets/declared-value-types.ts';
import { AlertReceiver } from './alert-receiver-secret.ts';
import { Alertmanager } from './alertmanager.ts';
import { alertsFor } from './alerts/alerts-from-settings.ts';
import { KubeStateMetrics } from './kube-state-metrics.ts';
import { OperatedMetrics } from './monitors-rules-and-routes-for-prometheus-operator.ts';
import { NodeStateMetrics } from './node-condition-exporter.ts';
import { PostgresExporter } from './postgres-exporter.ts';
import { Prometheus } from './prometheus.ts';
import { RedisExporter } from './redis-exporter.ts';

export interface MetricsProps {
  readonly settings: Settings;
  readonly images: Images;
  /** Namespace of the app, and of the exporters that hold its passwords. */
  readonly ours: FencedNamespace;
  /** Namespace of the monitoring. */
  readonly monitoring: FencedNamespace;
  readonly facts: Facts;
}

/** Adds exporters, Prometheus, alerts and their receiver; returns the secret values that they need. */
export function metricsIn(props: MetricsProps): readonly DeclaredValue[] {
  const { settings, images, ours, monitoring, facts } = props;
  const { namespace, observability, mail, database } = settings;
  const { metrics } = observability;
  if (metrics.kind !== 'self-contained' && metrics.kind !== 'operator') return [];

  new RedisExporter(ours.part('redis-exporter', 'monitoring'), 'redis-exporter', {
    image: images.redisExporter,
    connection: facts.redis,
  });
  if (facts.monitors.postgres) {
    new PostgresExporter(ours.part('postgres-exporter', 'monitoring'), 'postgres-exporter', {
      image: images.postgresExporter,
      connection: facts.database,
      // The drills of our own server record their results in database postgres.
      database: database.mode === 'external' ? database.name : 'postgres',
      queries: {
        ...(database.mode === 'statefulset' &&
          countsStatements(database.clearText) && { finance_statements: STATEMENTS_QUERY }),
        ...(facts.isDumped && { finance_restore: RESTORE_QUERY }),
      },
    });
  }
  const alerts = alertsFor(settings, facts);
  if (metrics.kind === 'operator') {
    const frontend = settings.frontend.enabled ? [FRONTEND.name] : [];
    const exporter = facts.monitors.postgres ? [POSTGRES_EXPORTER.name] : [];
    const own = [WEB.name, WORKER.name, ...frontend, REDIS_EXPORTER.name, ...exporter];
    const workloads = [
      ...own.map((name) => ({ name, labels: labelsOf(name) })),
      ...(facts.monitors.servers
        ? [{ name: POSTGRES.name, labels: { [CLUSTER_LABEL]: POSTGRES.name } }]
        : []),
    ];
    const part = ours.part('metrics', 'monitoring');
    const receiver = new AlertReceiver(part, 'receiver', { ...metrics.alerts.receiver, mail });
    const certManager = facts.certifier?.kind === 'cert-manager';
    const told = {
      alerts,
      certManager,
      receiver: receiver.told,
      heartbeatMinutes: metrics.alerts.heartbeatMinutes,
    };
    new OperatedMetrics(part, 'metrics', { ...metrics, ...told, namespace, workloads });
    return receiver.values;
  }

  const store = storeInside(settings);
  const where = {
    namespace: observability.namespace,
    watched: [namespace, observability.namespace, ...(store ? [store.namespace] : [])],
  };
  new KubeStateMetrics(monitoring.part('kube-state-metrics', 'monitoring'), 'kube-state-metrics', {
    image: images.kubeStateMetrics,
    ...where,
    policyReports: settings.addOns.kyverno !== undefined,
  });
  new NodeStateMetrics(monitoring.part('node-state-metrics', 'monitoring'), 'node-state-metrics', {
    image: images.kubeStateMetrics,
    namespace: observability.namespace,
  });
  new Prometheus(monitoring.part('prometheus', 'monitoring'), 'prometheus', {
    ...metrics,
    ...where,
    image: images.prometheus,
    platform: namespace,
    certifier: facts.certifier,
    alerts,
  });
  const part = monitoring.part('alertmanager', 'monitoring');
  const receiver = new AlertReceiver(part, 'receiver', { ...metrics.alerts.receiver, mail });
  new Alertmanager(part, 'alertmanager', {
    image: images.alertmanager,
    receiver: receiver.told,
    heartbeatMinutes: metrics.alerts.heartbeatMinutes,
  });
  return receiver.values;
}
