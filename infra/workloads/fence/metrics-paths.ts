import type { Settings } from '../../settings/schema.ts';
import { redisEnd } from '../cache/redis-in.ts';
import { SERVER_METRICS_PORT } from '../database/cloudnative-pg.ts';
import type { Reach } from '../database/reach.ts';
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
  WEB,
} from '../house/names.ts';
import { asksPostgres, asksServers } from '../metrics/asks-postgres.ts';
import { CERTIFIER_LABELS, certifierOf } from '../metrics/certificates.ts';
import {
  type Addresses,
  API_SERVER,
  API_SERVER_PORTS,
  DNS,
  DNS_PORTS,
  type End,
  INTERNET,
  others,
  ours,
  type Path,
  tcp,
} from './path.ts';

/** Who asks whom for metrics, and who is told what is wrong. */
export function metricsPaths(settings: Settings, database: Reach): readonly Path[] {
  const { namespace, observability } = settings;
  const { metrics } = observability;
  if (metrics.kind === 'none') return [];
  const app = [
    { to: ours(namespace, WEB.name), ports: tcp(WEB.metricsPort) },
    ...(settings.frontend.enabled
      ? [{ to: ours(namespace, FRONTEND.name), ports: tcp(FRONTEND.metricsPort) }]
      : []),
  ];
  const from = (end: End) => (path: Omit<Path, 'from'>) => ({ from: end, ...path });
  if (metrics.kind === 'annotations') return app.map(from(others('scraper', metrics.scraperNamespace)));

  const postgresExporter = ours(namespace, POSTGRES_EXPORTER.name);
  const redisExporter = ours(namespace, REDIS_EXPORTER.name);
  const isAsked = asksPostgres(settings);
  const asked = [
    ...app,
    ...(isAsked ? [{ to: postgresExporter, ports: tcp(POSTGRES_EXPORTER.port) }] : []),
    ...(asksServers(settings) ? [{ to: database.end, ports: tcp(SERVER_METRICS_PORT) }] : []),
    { to: redisExporter, ports: tcp(REDIS_EXPORTER.port) },
  ];
  const asking = [
    { from: redisExporter, to: DNS, ports: DNS_PORTS },
    ...(isAsked
      ? [
          { from: postgresExporter, to: DNS, ports: DNS_PORTS },
          { from: postgresExporter, to: database.end, ports: tcp(database.port) },
        ]
      : []),
    { from: redisExporter, to: redisEnd(settings), ports: tcp(REDIS.port) },
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
      ...certifies(settings),
    ].map(from(prometheus)),
    ...[state, nodes].map((end) => ({ from: end, to: API_SERVER, ports: API_SERVER_PORTS })),
    ...told(settings).map(from(alertmanager)),
  ];
}

function certifies(settings: Settings): ReadonlyArray<Omit<Path, 'from'>> {
  const certifier = certifierOf(settings);
  if (!certifier) return [];
  if (certifier.kind === 'cert-manager') return [{ to: CERTIFIER, ports: tcp(CERT_MANAGER.metricsPort) }];
  const { namespace, podLabels, metricsPort } = certifier;
  return [{ to: others('controller', namespace, podLabels), ports: tcp(metricsPort) }];
}

const CERTIFIER = others('cert-manager', CERT_MANAGER.namespace, CERTIFIER_LABELS);

/** The nodes, which have private addresses as the API server has. */
const KUBELETS: Addresses = { ...API_SERVER, name: 'kubelets' };

/** Where alerts go to. */
function told({ observability, mail }: Settings): ReadonlyArray<{ to: End; ports: Path['ports'] }> {
  const { metrics } = observability;
  const receiver = metrics.kind === 'self-contained' ? metrics.alerts.receiver : undefined;
  const dns = { to: DNS, ports: DNS_PORTS };
  if (receiver?.kind === 'email' && mail)
    return [dns, { to: { ...INTERNET, name: 'mail' }, ports: tcp(mail.port) }];
  if (receiver?.kind !== 'webhook') return [];
  const to = receiver.network === undefined ? INTERNET : { cidrs: [receiver.network] };
  return [dns, { to: { ...to, name: 'webhook' }, ports: tcp(receiver.port) }];
}
