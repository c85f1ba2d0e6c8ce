import { ALERTMANAGER } from '../defaults/names-and-ports.ts';
import type { Certifier } from '../facts/certificate-expiry-source.ts';
import { certificateScrape } from './certificate-expiry-scrape-and-query.ts';

export interface ScrapeConfigProps {
  /** Namespaces of our pods. */
  readonly namespaces: readonly string[];
  /** Seconds between two scrapes of the same pod. */
  readonly scrapeSeconds: number;
  /** Source of the expiry of certificates; undefined: none. */
  readonly certifier: Certifier | undefined;
  /** Value of label `platform` on every alert, so that one receiver can tell several platforms apart. */
  readonly platform: string;
}

/** Name of the container port of metrics; targets are discovered by it. */
export const METRICS_PORT = 'metrics';

/**
 * Prometheus's configuration: scrapes every container of our namespaces with a port `metrics`, its own included, and the
 * kubelets.
 *
 * Label `job` is the name of the workload, so that rules do not depend on the kind of discovery.
 */
export function scrapeConfig(props: ScrapeConfigProps): object {
  const { namespaces, scrapeSeconds, platform, certifier } = props;
  const every = `${scrapeSeconds}s`;
  return {
    global: {
      scrape_interval: every,
      scrape_timeout: `${Math.min(10, scrapeSeconds)}s`,
      evaluation_interval: every,
      external_labels: { platform },
    },
    rule_files: ['/etc/prometheus/alerts.yml'],
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: [`${ALERTMANAGER.name}:${ALERTMANAGER.port}`] }] }],
    },
    scrape_configs: [
      pods(namespaces),
      ...(certifier ? [certificateScrape(certifier)] : []),
      apiServers(),
      kubelets('kubelet', '/metrics', KUBELET_METRICS, namespaces),
      kubelets('cadvisor', '/metrics/cadvisor', CADVISOR_METRICS, namespaces),
    ],
  };
}

function pods(namespaces: readonly string[]) {
  return {
    job_name: 'pods',
    // Exporters that report on other objects set `namespace` and `pod` themselves.
    honor_labels: true,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: namespaces } }],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: METRICS_PORT, action: 'keep' },
      { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Succeeded|Failed', action: 'drop' },
      { source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], target_label: 'job' },
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
    ],
  };
}

/**
 * Scrapes each node directly, not through the API server: permission for that would also allow commands in pods.
 * Keeps only series of our namespaces, and those of the node as a whole.
 */
function kubelets(job: string, path: string, metrics: readonly string[], namespaces: readonly string[]) {
  return {
    job_name: job,
    scheme: 'https',
    metrics_path: path,
    kubernetes_sd_configs: [{ role: 'node' }],
    tls_config: { ca_file: `${ACCOUNT}/ca.crt` },
    authorization: { credentials_file: `${ACCOUNT}/token` },
    relabel_configs: [{ source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' }],
    metric_relabel_configs: [
      { source_labels: ['__name__'], regex: metrics.join('|'), action: 'keep' },
      {
        source_labels: ['namespace', 'id'],
        regex: `(${namespaces.join('|')});.*|;/|;`,
        action: 'keep',
      },
    ],
  };
}

/** Job of the API servers, whose counters say what was refused in the cluster. */
const API_SERVER_JOB = 'api-server';

/**
 * Scrapes each API server directly: through the Service in front of them, the counters of several would mix. Of requests only
 * refused ones and those into pods are kept, out of some thousand series.
 */
function apiServers() {
  return {
    job_name: API_SERVER_JOB,
    scheme: 'https',
    kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['default'] } }],
    tls_config: { ca_file: `${ACCOUNT}/ca.crt`, server_name: 'kubernetes.default.svc' },
    authorization: { credentials_file: `${ACCOUNT}/token` },
    relabel_configs: [
      {
        source_labels: ['__meta_kubernetes_service_name', '__meta_kubernetes_endpointslice_port_name'],
        regex: 'kubernetes;https',
        action: 'keep',
      },
    ],
    metric_relabel_configs: [
      {
        source_labels: ['__name__', 'code', 'subresource'],
        regex: [
          'apiserver_request_total;(401|403);.*',
          'apiserver_request_total;.*;(exec|attach|ephemeralcontainers)',
          'apiserver_validating_admission_policy_check_total;.*',
          'apiserver_admission_webhook_rejection_count;.*',
          'pod_security_evaluations_total;.*',
        ].join('|'),
        action: 'keep',
      },
    ],
  };
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const KUBELET_METRICS = [
  'kubelet_volume_stats_(available|capacity|used)_bytes',
  'kubelet_volume_stats_inodes(_free)?',
];

const CADVISOR_METRICS = [
  'container_cpu_usage_seconds_total',
  'container_cpu_cfs_(throttled_)?periods_total',
  'container_memory_working_set_bytes',
  'container_spec_memory_limit_bytes',
  'container_network_(receive|transmit)_bytes_total',
  'machine_(cpu_cores|memory_bytes)',
];
