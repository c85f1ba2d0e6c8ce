import { LOKI } from '../defaults/names-and-ports.ts';

/** Alloy's pipeline for log lines: discover pods, read, parse, forward. */
export function alloyConfig(namespaces: readonly string[]): string {
  return `logging {
  level  = "warn"
  format = "json"
}

discovery.kubernetes "pods" {
  role = "pod"
  namespaces {
    names = [${namespaces.map((namespace) => JSON.stringify(namespace)).join(', ')}]
  }
}

// A stream for each container of each workload. The name of a pod is new with every rollout, so it is no label.
discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets
  rule {
    source_labels = ["__meta_kubernetes_namespace"]
    target_label  = "namespace"
  }
  rule {
    source_labels = ["__meta_kubernetes_pod_label_app_kubernetes_io_name"]
    target_label  = "app"
  }
  rule {
    source_labels = ["__meta_kubernetes_pod_container_name"]
    target_label  = "container"
  }
  rule {
    source_labels = ["__meta_kubernetes_pod_name"]
    target_label  = "pod"
  }
}

loki.source.kubernetes "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.process.lines.receiver]
}

loki.process "lines" {
  // Lines that are no JSON pass as they are.
  stage.json {
    expressions = {
${FIELDS.map((field) => `      ${field.padEnd(9)} = "",`).join('\n')}
    }
  }
  stage.timestamp {
    source            = "timestamp"
    format            = "RFC3339Nano"
    action_on_failure = "skip"
  }
  stage.labels {
    values = { level = "" }
  }
  // Fields with too many values for a label are kept beside the line, to be filtered by.
  stage.structured_metadata {
    values = {
      pod       = "",
${BESIDE.map((field) => `      ${field.padEnd(9)} = "",`).join('\n')}
    }
  }
  stage.label_drop {
    values = ["pod", "instance", "job"]
  }
  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    url = "http://${LOKI.name}:${LOKI.port}/loki/api/v1/push"
  }
}
`;
}

/** Fields of the app's log lines, as app/plugins/logging.ts writes them. */
const BESIDE = ['method', 'path', 'status', 'latency', 'reqId', 'trace_id'];
const FIELDS = ['timestamp', 'level', ...BESIDE];

/** Arguments of an Alloy whose file `config.alloy` is mounted at `/etc/alloy`; `port` serves its probes and metrics. */
export function alloyArguments(port: number): string[] {
  return [
    'run',
    '/etc/alloy/config.alloy',
    '--storage.path=/tmp/alloy',
    `--server.http.listen-addr=0.0.0.0:${port}`,
    '--disable-reporting',
  ];
}
