import type { Settings } from '../../settings/schema.ts';
import {
  ALLOY,
  AUDIT_LOG,
  ELASTICSEARCH,
  ELASTICSEARCH_SETUP,
  FLUENTD,
  GRAFANA,
  JAEGER,
  KIBANA,
  KIBANA_SETUP,
  LOKI,
  PROMETHEUS,
  WEB,
  WORKER,
} from '../defaults/names-and-ports.ts';
import {
  API_SERVER,
  API_SERVER_PORTS,
  DNS,
  DNS_PORTS,
  others,
  ours,
  type Path,
  tcp,
} from '../defaults/network-path-and-known-ends.ts';
import { logStore } from '../facts/object-store-folders-and-keys.ts';
import { TO_IDENTITY, toStore } from './backup-and-object-store-paths.ts';

/** Open paths of traces and logs to their stores, and of Grafana to its data sources. People use port-forward. */
export function telemetryPaths(settings: Settings): readonly Path[] {
  const { namespace, observability } = settings;
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
    if (logs.audit) {
      const from = ours(logs.audit.namespace, AUDIT_LOG.name);
      paths.push({ from, to: DNS, ports: DNS_PORTS }, { from, to: loki, ports: tcp(LOKI.port) });
    }
    const store = logStore(settings);
    if (store) {
      const there = [{ to: DNS, ports: DNS_PORTS }, toStore(store), ...(store.key ? [] : [TO_IDENTITY])];
      paths.push(...there.map((path) => ({ from: loki, ...path })));
    }
  }
  if (logs.kind === 'elasticsearch') {
    const to = ours(monitoring, ELASTICSEARCH.name);
    const inside = [ELASTICSEARCH_SETUP, KIBANA].map(({ name }) => ours(monitoring, name));
    for (const from of [...inside, ours(logs.namespace, FLUENTD.name)])
      paths.push({ from, to: DNS, ports: DNS_PORTS }, { from, to, ports: tcp(ELASTICSEARCH.port) });
    const kibanaSetup = ours(monitoring, KIBANA_SETUP.name);
    paths.push({ from: kibanaSetup, to: DNS, ports: DNS_PORTS });
    paths.push({ from: kibanaSetup, to: ours(monitoring, KIBANA.name), ports: tcp(KIBANA.port) });
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
