import type { Settings } from '../../settings/schema.ts';
import { isDumped } from '../backup/backup-of.ts';
import { redisUrl } from '../cache/redis-in.ts';
import { CLUSTER_LABEL } from '../database/cloudnative-pg.ts';
import type { Reach } from '../database/reach.ts';
import { labelsOf } from '../house/house.ts';
import type { Images } from '../house/images.ts';
import { FRONTEND, POSTGRES, POSTGRES_EXPORTER, REDIS_EXPORTER, WEB } from '../house/names.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import type { DeclaredValue } from '../secrets/secrets.ts';
import { AlertReceiver } from './alert-receiver.ts';
import { Alertmanager } from './alertmanager.ts';
import { alertsFor } from './alerts/alerts.ts';
import { asksPostgres, asksServers } from './asks-postgres.ts';
import { certifierOf } from './certificates.ts';
import { KubeStateMetrics } from './kube-state-metrics.ts';
import { NodeStateMetrics } from './node-state-metrics.ts';
import { OperatedMetrics } from './operator.ts';
import { PostgresExporter } from './postgres-exporter.ts';
import { Prometheus } from './prometheus.ts';
import { RedisExporter } from './redis-exporter.ts';
import { RESTORE_QUERY } from './restore-query.ts';

export interface MetricsProps {
  readonly settings: Settings;
  readonly images: Images;
  /** Where the app is, and with it the exporters that hold its passwords. */
  readonly ours: FencedNamespace;
  /** Where what watches it is. */
  readonly monitoring: FencedNamespace;
  /** How one gets to the database. */
  readonly reach: Reach;
}

/** What looks at the platform and says when something is wrong; returns the secret values that it needs. */
export function metricsIn(props: MetricsProps): readonly DeclaredValue[] {
  const { settings, images, ours, monitoring, reach } = props;
  const { namespace, observability, mail, database } = settings;
  const { metrics } = observability;
  if (metrics.kind !== 'self-contained' && metrics.kind !== 'operator') return [];

  new RedisExporter(ours.part('redis-exporter'), 'redis-exporter', {
    image: images.redisExporter,
    redis: redisUrl(settings.cache),
  });
  if (asksPostgres(settings)) {
    new PostgresExporter(ours.part('postgres-exporter'), 'postgres-exporter', {
      image: images.postgresExporter,
      reach,
      // Where our own server writes down what the drills say.
      database: database.mode === 'external' ? database.name : 'postgres',
      queries: isDumped(settings) ? { finance_restore: RESTORE_QUERY } : {},
    });
  }
  const alerts = alertsFor(settings);
  if (metrics.kind === 'operator') {
    const frontend = settings.frontend.enabled ? [FRONTEND.name] : [];
    const exporter = asksPostgres(settings) ? [POSTGRES_EXPORTER.name] : [];
    const own = [WEB.name, ...frontend, REDIS_EXPORTER.name, ...exporter];
    const workloads = [
      ...own.map((name) => ({ name, labels: labelsOf(name) })),
      ...(asksServers(settings) ? [{ name: POSTGRES.name, labels: { [CLUSTER_LABEL]: POSTGRES.name } }] : []),
    ];
    const part = ours.part('metrics');
    const receiver = new AlertReceiver(part, 'receiver', { ...metrics.alerts.receiver, mail });
    const certManager = certifierOf(settings)?.kind === 'cert-manager';
    const told = {
      alerts,
      certManager,
      receiver: receiver.told,
      heartbeatMinutes: metrics.alerts.heartbeatMinutes,
    };
    new OperatedMetrics(part, 'metrics', { ...metrics, ...told, namespace, workloads });
    return receiver.values;
  }

  const where = { namespace: observability.namespace, watched: [namespace, observability.namespace] };
  new KubeStateMetrics(monitoring.part('kube-state-metrics'), 'kube-state-metrics', {
    image: images.kubeStateMetrics,
    ...where,
  });
  new NodeStateMetrics(monitoring.part('node-state-metrics'), 'node-state-metrics', {
    image: images.kubeStateMetrics,
    namespace: observability.namespace,
  });
  new Prometheus(monitoring.part('prometheus'), 'prometheus', {
    ...metrics,
    ...where,
    image: images.prometheus,
    platform: namespace,
    certifier: certifierOf(settings),
    alerts,
  });
  const part = monitoring.part('alertmanager');
  const receiver = new AlertReceiver(part, 'receiver', { ...metrics.alerts.receiver, mail });
  new Alertmanager(part, 'alertmanager', {
    image: images.alertmanager,
    receiver: receiver.told,
    heartbeatMinutes: metrics.alerts.heartbeatMinutes,
  });
  return receiver.values;
}
