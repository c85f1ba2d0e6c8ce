import { AUDIT_LOG, LOKI } from '../defaults/names-and-ports.ts';

/**
 * Alloy's pipeline for the audit log of an API server: tail, parse, leave out, forward.
 *
 * The log has no contents of objects: see `cluster/k3s/audit-policy.yaml`. Reads that the cluster's own accounts may do, most
 * of it, stay on the server alone.
 */
export function auditLogConfig(monitoring: string): string {
  return `logging {
  level  = "warn"
  format = "json"
}

// The present file; the server keeps those that were full.
loki.source.file "audit" {
  targets    = [{
    __path__  = "${AUDIT_LOG.logs}/audit.log",
    namespace = "kube-system",
    app       = "kube-apiserver",
    container = "audit",
    node      = sys.env("NODE_NAME"),
  }]
  forward_to = [loki.process.entries.receiver]
}

loki.process "entries" {
  stage.json {
    expressions = {
      timestamp = "requestReceivedTimestamp",
      verb      = "verb",
      user      = "user.username",
      resource  = "objectRef.resource",
      code      = "responseStatus.code",
    }
  }
  stage.drop {
    source              = "verb,user,code"
    separator           = " "
    expression          = "^(get|list|watch) system:[^ ]+ 2[0-9]{2}$"
    drop_counter_reason = "read_by_the_cluster"
  }
  stage.timestamp {
    source            = "timestamp"
    format            = "RFC3339Nano"
    action_on_failure = "skip"
  }
  // Fields with too many values for a label are kept beside the line, to be filtered by.
  stage.structured_metadata {
    values = {
      verb     = "",
      user     = "",
      resource = "",
      code     = "",
    }
  }
  stage.label_drop {
    values = ["filename"]
  }
  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    url = "http://${LOKI.name}.${monitoring}:${LOKI.port}/loki/api/v1/push"
  }
}
`;
}
