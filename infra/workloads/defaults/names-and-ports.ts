/** Names and ports that several files must agree on. A renamed object is a new object: change none of them. */

export const WEB = { name: 'web', port: 8080, tlsPort: 8443, metricsPort: 9464, health: '/health' } as const;
export const WORKER = { name: 'worker', metricsPort: 9464 } as const;
/** The frontend proxies `/health` and `/ready` like all other paths; its own probes have separate paths. */
export const FRONTEND = {
  name: 'frontend',
  port: 8080,
  tlsPort: 8443,
  metricsPort: 9464,
  health: '/frontend/health',
  ready: '/frontend/ready',
} as const;

/** A tier that may be the first to receive people's requests. */
export type Tier = typeof WEB | typeof FRONTEND;

export const MIGRATE = { name: 'migrate' } as const;
export const RESET_LINK = { name: 'reset-link' } as const;
/** Pods of the app that connect to the database and to nothing else. */
export const DATABASE_CLIENTS = [MIGRATE, RESET_LINK, WORKER] as const;
export const POSTGRES = { name: 'postgres', port: 5432 } as const;
/** Metrics port of each server, on a container port with the name that Prometheus selects. */
export const SERVER_METRICS_PORT = 9187;
/** Label of every pod that the operator creates for a Cluster, its Jobs included. */
export const CLUSTER_LABEL = 'cnpg.io/cluster';
export const REDIS = { name: 'redis', port: 6379 } as const;
/** The store inside: `folder` is the folder in each bucket, and `region` the one that it says it is in. */
export const OBJECT_STORE = {
  name: 'object-store',
  port: 7070,
  region: 'us-east-1',
  folder: 'finance',
} as const;
export const OBJECT_STORE_BUCKETS = { name: 'object-store-buckets' } as const;
export const BACKUP = { name: 'backup', claim: 'backups' } as const;
export const DRILL = { name: 'restore-drill' } as const;
export const RESTORE = { name: 'restore' } as const;

export const PROMETHEUS = { name: 'prometheus', port: 9090 } as const;
export const ALERTMANAGER = { name: 'alertmanager', port: 9093 } as const;
export const KUBE_STATE_METRICS = { name: 'kube-state-metrics', port: 8080 } as const;
export const NODE_STATE_METRICS = { name: 'node-state-metrics', port: 8080 } as const;
export const POSTGRES_EXPORTER = { name: 'postgres-exporter', port: 9187 } as const;
export const REDIS_EXPORTER = { name: 'redis-exporter', port: 9121 } as const;
/** Ports besides the metrics: OTLP over HTTP, the web page, and the health check. */
export const JAEGER = { name: 'jaeger', otlpPort: 4318, queryPort: 16686, healthPort: 13133 } as const;
export const LOKI = { name: 'loki', port: 3100 } as const;
export const ALLOY = { name: 'alloy', port: 12345 } as const;
/** `logs` is the folder on a server of k3s with the audit log of its API server. */
export const AUDIT_LOG = {
  name: 'audit-log',
  port: 12345,
  logs: '/var/lib/rancher/k3s/server/logs',
} as const;
export const ELASTICSEARCH = { name: 'elasticsearch', port: 9200 } as const;
export const ELASTICSEARCH_SETUP = { name: 'elasticsearch-setup' } as const;
export const KIBANA_SETUP = { name: 'kibana-setup' } as const;
export const KIBANA = { name: 'kibana', port: 5601 } as const;
/** `logs` is the folder on a node with the output of its pods. */
export const FLUENTD = { name: 'fluentd', port: 24220, logs: '/var/log/pods' } as const;
export const GRAFANA = { name: 'grafana', port: 3000 } as const;

/** Helm release of Argo CD, after which its chart names everything, and the Service of its page. */
export const ARGO_CD = { name: 'argocd', server: 'argocd-server', serverPort: 8080 } as const;
/** Names in cert-manager's own manifests. */
export const CERT_MANAGER = { name: 'cert-manager', namespace: 'cert-manager', metricsPort: 9402 } as const;
/** Certificate authority of the database: name of the volume and the ConfigMap. */
export const DATABASE_AUTHORITY = 'database-ca';
/** Volume of the certificate authority of Redis. */
export const REDIS_AUTHORITY = 'redis-ca';
/** Volume of the certificate authority of the app, for the frontend before it. */
export const APP_AUTHORITY = 'app-ca';
/** Volume of the certificate authority of the store inside. */
export const STORE_AUTHORITY = 'object-store-ca';
/** File with the certificates of an authority, and key in its Secret or ConfigMap. */
export const AUTHORITY_FILE = 'ca.crt';

/** Name of the ConfigMap that the web pods and the migration read. */
export const WEB_CONFIG = 'web';

export const UPLOADS_CLAIM = 'uploads';
export const REDIS_CLAIM = 'redis';

/** Secrets by name; the keys of each are environment variables, except in the Secrets that an operator reads. */
export const SECRETS = {
  /** Named after the app's role: a pod of the previous release that starts during the rollout still finds its own Secret. */
  database: 'database-web',
  databaseWorker: 'database-worker',
  databaseOwner: 'database-owner',
  databaseBackup: 'database-backup',
  databaseMetrics: 'database-metrics',
  databaseReports: 'database-reports',
  /** The same owner, in the format that the operator of CloudNativePG reads. */
  databaseOwnerLogin: 'database-owner-login',
  /** The dump's role, in the same format. */
  databaseBackupLogin: 'database-backup-login',
  session: 'session',
  /** Link by which the first person signs up. */
  firstInvitation: 'first-invitation',
  redis: 'redis',
  smtp: 'smtp',
  objectStore: 'object-store',
  /** Keys of all users of the store inside, in its own namespace. */
  objectStoreUsers: 'object-store-users',
  /** Loki's key of the object store. */
  lokiStore: 'loki-object-store',
  /** Velero's key of the object store, in its namespace. */
  veleroStore: 'velero-object-store',
  alertReceiver: 'alert-receiver',
  grafana: 'grafana',
  elasticsearch: 'elasticsearch',
  /** Passwords of Elasticsearch's users, for the Job that creates them. */
  elasticsearchUsers: 'elasticsearch-users',
  kibana: 'kibana',
  fluentd: 'fluentd',
  /** Certificates of the platform's own authority, which clients verify its servers by; no private key. */
  platformAuthority: 'platform-ca',
  /** Key and certificate of a server, for nobody but it. */
  postgresTls: 'postgres-tls',
  redisTls: 'redis-tls',
  webTls: 'web-tls',
  frontendTls: 'frontend-tls',
  objectStoreTls: 'object-store-tls',
} as const;
