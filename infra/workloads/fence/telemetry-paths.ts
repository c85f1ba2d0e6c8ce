import type { Settings } from '../../settings/schema.ts';
import {
  ALLOY,
  ELASTICSEARCH,
  ELASTICSEARCH_SETUP,
  FLUENTD,
  GRAFANA,
  JAEGER,
  KIBANA,
  LOKI,
  PROMETHEUS,
  WEB,
  WORKER,
} from '../defaults/names.ts';
import {
  API_SERVER,
  API_SERVER_PORTS,
  DNS,
  DNS_PORTS,
  others,
  ours,
  type Path,
  tcp,
} from '../defaults/network-path.ts';
import { TO_IDENTITY, toStore } from './backup-paths.ts';

/** Open paths of traces and logs to their stores, and of Grafana to its data sources. People use port-forward. */
export function telemetryPaths({ namespace, observability }: Settings): readonly Path[] {
  const { namespace: monitoring, metrics, traces, logs, dashboards } = observability;
  const [jaeger, loki, alloy, grafana] = [JAEGER, LOKI, ALLOY, GRAFANA].map(({ name }) =>
    ours(monitoring, name),
  ) as [End, End, End, End];
  const paths: Path[] = [];
  if (traces.kind === 'jaeger') {
    for (const { name } of [WEB, WORKER])
      paths.push({ from: ours(namespace, name), to: jaeger, ports: tcp(JAEGER.otlpPort) });
  }
  if (logs.kind === 'loki') {
    paths.push({ from: alloy, to: DNS, ports: DNS_PORTS });
    paths.push({ from: alloy, to: API_SERVER, ports: API_SERVER_PORTS });
    paths.push({ from: alloy, to: loki, ports: tcp(LOKI.port) });
    if (logs.objectStore) {
      const there = [{ to: DNS, ports: DNS_PORTS }, toStore(logs.objectStore), TO_IDENTITY];
      paths.push(...there.map((path) => ({ from: loki, ...path })));
    }
  }
  if (logs.kind === 'elasticsearch') {
    const to = ours(monitoring, ELASTICSEARCH.name);
    const inside = [ELASTICSEARCH_SETUP, KIBANA].map(({ name }) => ours(monitoring, name));
    for (const from of [...inside, ours(logs.namespace, FLUENTD.name)])
      paths.push({ from, to: DNS, ports: DNS_PORTS }, { from, to, ports: tcp(ELASTICSEARCH.port) });
  }
  if (dashboards.kind === 'grafana') {
    paths.push({ from: grafana, to: DNS, ports: DNS_PORTS });
    if (traces.kind === 'jaeger') paths.push({ from: grafana, to: jaeger, ports: tcp(JAEGER.queryPort) });
    if (logs.kind === 'loki') paths.push({ from: grafana, to: loki, ports: tcp(LOKI.port) });
    if (metrics.kind === 'self-contained')
      paths.push({ from: grafana, to: ours(monitoring, PROMETHEUS.name), ports: tcp(PROMETHEUS.port) });
    else if (dashboards.prometheus && metrics.kind !== 'none') {
      const { port } = new URL(dashboards.prometheus);
      const to = others('prometheus', metrics.scraperNamespace);
      paths.push({ from: grafana, to, ports: tcp(Number(port) || 80) });
    }
  }
  return paths;
}

type End = ReturnType<typeof ours>;
