/** Names and ports on which several files must agree. A renamed object is a new object: change none of them. */

export const WEB = { name: 'web', port: 8080, metricsPort: 9464, health: '/health' } as const;
/** It hands `/health` and `/ready` on as all other addresses, and has its own beside them. */
export const FRONTEND = {
  name: 'frontend',
  port: 8080,
  metricsPort: 9464,
  health: '/frontend/health',
  ready: '/frontend/ready',
} as const;

/** A tier that people's requests may reach first. */
export type Tier = typeof WEB | typeof FRONTEND;

export const MIGRATE = { name: 'migrate' } as const;
export const RESET_LINK = { name: 'reset-link' } as const;
export const POSTGRES = { name: 'postgres', port: 5432 } as const;
export const REDIS = { name: 'redis', port: 6379 } as const;
export const BACKUP = { name: 'backup', claim: 'backups' } as const;
export const DRILL = { name: 'restore-drill' } as const;
export const RESTORE = { name: 'restore' } as const;

export const PROMETHEUS = { name: 'prometheus', port: 9090 } as const;
export const ALERTMANAGER = { name: 'alertmanager', port: 9093 } as const;
export const KUBE_STATE_METRICS = { name: 'kube-state-metrics', port: 8080 } as const;
export const NODE_STATE_METRICS = { name: 'node-state-metrics', port: 8080 } as const;
export const POSTGRES_EXPORTER = { name: 'postgres-exporter', port: 9187 } as const;
export const REDIS_EXPORTER = { name: 'redis-exporter', port: 9121 } as const;
/** Beside the metrics: OTLP over HTTP, the web page, and whether it is well. */
export const JAEGER = { name: 'jaeger', otlpPort: 4318, queryPort: 16686, healthPort: 13133 } as const;
export const LOKI = { name: 'loki', port: 3100 } as const;
export const ALLOY = { name: 'alloy', port: 12345 } as const;
export const ELASTICSEARCH = { name: 'elasticsearch', port: 9200 } as const;
export const ELASTICSEARCH_SETUP = { name: 'elasticsearch-setup' } as const;
export const KIBANA = { name: 'kibana', port: 5601 } as const;
/** `logs` is where a node keeps the output of its pods. */
export const FLUENTD = { name: 'fluentd', port: 24220, logs: '/var/log/pods' } as const;
export const GRAFANA = { name: 'grafana', port: 3000 } as const;

/** Where cert-manager's own manifests put it. */
export const CERT_MANAGER = { name: 'cert-manager', namespace: 'cert-manager', metricsPort: 9402 } as const;
/** What vouches for the database's certificate: a volume, a ConfigMap, and the file in it. */
export const AUTHORITY = { name: 'database-ca', key: 'ca.crt' } as const;

export const UPLOADS_CLAIM = 'uploads';
export const REDIS_CLAIM = 'redis';

/** Secrets by name; the keys of each are environment variables, but for the one that an operator reads. */
export const SECRETS = {
  database: 'database',
  databaseOwner: 'database-owner',
  databaseBackup: 'database-backup',
  databaseMetrics: 'database-metrics',
  /** The same owner, in the shape that the operator of CloudNativePG reads. */
  databaseOwnerLogin: 'database-owner-login',
  /** And who dumps. */
  databaseBackupLogin: 'database-backup-login',
  session: 'session',
  /** The link by which the first person signs up. */
  firstInvitation: 'first-invitation',
  redis: 'redis',
  smtp: 'smtp',
  objectStore: 'object-store',
  alertReceiver: 'alert-receiver',
  grafana: 'grafana',
  elasticsearch: 'elasticsearch',
  /** Of those who come to Elasticsearch, for whoever makes them there. */
  elasticsearchUsers: 'elasticsearch-users',
  kibana: 'kibana',
  fluentd: 'fluentd',
} as const;
