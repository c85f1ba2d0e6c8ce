import type { Settings } from '../../settings/schema.ts';
import {
  ALERTMANAGER,
  CERT_MANAGER,
  FRONTEND,
  KUBE_STATE_METRICS,
  NODE_STATE_METRICS,
  POSTGRES_EXPORTER,
  PROMETHEUS,
  REDIS,
  REDIS_EXPORTER,
  SERVER_METRICS_PORT,
  WEB,
  WORKER,
} from '../defaults/names-and-ports.ts';
import {
  type Addresses,
  API_SERVER,
  API_SERVER_PORTS,
  DNS,
  DNS_PORTS,
  type End,
  others,
  ours,
  outside,
  type Path,
  tcp,
} from '../defaults/network-path-and-known-ends.ts';
import { CERTIFIER_LABELS, type Certifier } from '../facts/certificate-expiry-source.ts';
import type { Facts } from '../facts/facts.ts';

/** Open paths of metrics: from scrapers and exporters to their targets, and from Alertmanager to the receiver. */
export function metricsPaths(settings: Settings, facts: Facts): readonly Path[] {
  const { namespace, observability } = settings;
  const { database, redis, monitors } = facts;
  const { metrics } = observability;
  if (metrics.kind === 'none') return [];
  const app = [
    ...[WEB, WORKER].map(({ name, metricsPort }) => ({ to: ours(namespace, name), ports: tcp(metricsPort) })),
    ...(settings.frontend.enabled
      ? [{ to: ours(namespace, FRONTEND.name), ports: tcp(FRONTEND.metricsPort) }]
      : []),
  ];
  const from = (end: End) => (path: Omit<Path, 'from'>) => ({ from: end, ...path });
  if (metrics.kind === 'annotations') return app.map(from(others('scraper', metrics.scraperNamespace)));

  const postgresExporter = ours(namespace, POSTGRES_EXPORTER.name);
  const redisExporter = ours(namespace, REDIS_EXPORTER.name);
  const asked = [
    ...app,
    ...(monitors.postgres ? [{ to: postgresExporter, ports: tcp(POSTGRES_EXPORTER.port) }] : []),
    ...(monitors.servers ? [{ to: database.end, ports: tcp(SERVER_METRICS_PORT) }] : []),
    { to: redisExporter, ports: tcp(REDIS_EXPORTER.port) },
  ];
  const asking = [
    { from: redisExporter, to: DNS, ports: DNS_PORTS },
    ...(monitors.postgres
      ? [
          { from: postgresExporter, to: DNS, ports: DNS_PORTS },
          { from: postgresExporter, to: database.end, ports: tcp(database.port) },
        ]
      : []),
    { from: redisExporter, to: redis.end, ports: tcp(REDIS.port) },
  ];
  if (metrics.kind === 'operator') {
    return [...asking, ...asked.map(from(others('scraper', metrics.scraperNamespace)))];
  }

  const prometheus = ours(observability.namespace, PROMETHEUS.name);
  const state = ours(observability.namespace, KUBE_STATE_METRICS.name);
  const nodes = ours(observability.namespace, NODE_STATE_METRICS.name);
  const alertmanager = ours(observability.namespace, ALERTMANAGER.name);
  return [
    ...asking,
    ...[
      ...asked,
      { to: state, ports: tcp(KUBE_STATE_METRICS.port) },
      { to: nodes, ports: tcp(NODE_STATE_METRICS.port) },
      { to: alertmanager, ports: tcp(ALERTMANAGER.port) },
      { to: DNS, ports: DNS_PORTS },
      { to: API_SERVER, ports: API_SERVER_PORTS },
      { to: KUBELETS, ports: tcp(10250) },
      ...certifies(facts.certifier),
    ].map(from(prometheus)),
    ...[state, nodes].map((end) => ({ from: end, to: API_SERVER, ports: API_SERVER_PORTS })),
    ...told(settings).map(from(alertmanager)),
  ];
}

function certifies(certifier: Certifier | undefined): ReadonlyArray<Omit<Path, 'from'>> {
  if (!certifier) return [];
  if (certifier.kind === 'cert-manager') return [{ to: CERTIFIER, ports: tcp(CERT_MANAGER.metricsPort) }];
  const { namespace, podLabels, metricsPort } = certifier;
  return [{ to: others('controller', namespace, podLabels), ports: tcp(metricsPort) }];
}

const CERTIFIER = others('cert-manager', CERT_MANAGER.namespace, CERTIFIER_LABELS);

/** The nodes, which have private addresses like the API server. */
const KUBELETS: Addresses = { ...API_SERVER, name: 'kubelets' };

/** Destinations of alerts. */
function told({ observability, mail }: Settings): ReadonlyArray<{ to: End; ports: Path['ports'] }> {
  const { metrics } = observability;
  const receiver = metrics.kind === 'self-contained' ? metrics.alerts.receiver : undefined;
  const dns = { to: DNS, ports: DNS_PORTS };
  if (receiver?.kind === 'email' && mail)
    return [dns, { to: { ...outside(mail.host, mail.network), name: 'mail' }, ports: tcp(mail.port) }];
  if (receiver?.kind !== 'webhook') return [];
  return [dns, { to: { ...outside('', receiver.network), name: 'webhook' }, ports: tcp(receiver.port) }];
}
