import type { Alert, AlertGroup } from './alert.ts';

export interface DataAlerts {
  /** Hours after which a backup that was not proved by a restore counts as none; absent: there are no backups. */
  readonly restoreMaxAgeHours?: number | undefined;
  /** Whether an exporter of ours asks Postgres. */
  readonly postgresExporter: boolean;
  /** Whether CloudNativePG runs the database, which exports its own metrics. */
  readonly cloudNativePg: boolean;
}

/** Postgres, Redis, and whether what is in them could be had back. */
export function dataAlerts(props: DataAlerts): readonly AlertGroup[] {
  const { restoreMaxAgeHours, postgresExporter, cloudNativePg } = props;
  const database = [
    ...(postgresExporter ? POSTGRES : []),
    ...(cloudNativePg ? CLOUD_NATIVE_PG : []),
    ...(restoreMaxAgeHours === undefined ? [] : restores(restoreMaxAgeHours)),
  ];
  return [
    ...(database.length > 0 ? [{ name: 'database', alerts: database }] : []),
    { name: 'cache', alerts: REDIS },
  ];
}

const POSTGRES: readonly Alert[] = [
  {
    name: 'DatabaseDown',
    expr: 'pg_up == 0',
    for: '2m',
    severity: 'critical',
    summary: 'Postgres does not answer',
    description: 'Nobody can sign in, and nothing can be written down.',
    runbook:
      'kubectl describe pod postgres-0 and its log; a full volume and a lack of memory are the usual causes. Do not delete its claim.',
  },
  {
    name: 'DatabaseConnectionsHigh',
    expr: 'sum(pg_stat_activity_count) / max(pg_settings_max_connections) > 0.85',
    for: '10m',
    severity: 'warning',
    summary: "{{ $value | humanizePercentage }} of Postgres' connections are taken",
    description:
      'When they run out, requests fail. The autoscaler may have made more pods than were planned for.',
    runbook:
      'Who holds them: sum by (usename, application_name, state) (pg_stat_activity_count). Lower web.databaseConnections or web.autoscaling.max, or give the database more memory.',
  },
];

const CLOUD_NATIVE_PG: readonly Alert[] = [
  {
    name: 'DatabaseDown',
    expr: 'cnpg_collector_up == 0',
    for: '2m',
    severity: 'critical',
    summary: 'The Postgres server in {{ $labels.pod }} does not answer',
    description: 'One of the servers is gone; when it was the primary, another one takes over.',
    runbook: 'kubectl get cluster,pods; kubectl describe the pod. The operator makes a new server by itself.',
  },
  {
    name: 'DatabaseConnectionsHigh',
    expr: 'sum by (namespace, pod) (cnpg_backends_total) / max by (namespace, pod) (cnpg_pg_settings_setting{name="max_connections"}) > 0.85',
    for: '10m',
    severity: 'warning',
    summary: '{{ $value | humanizePercentage }} of the connections of {{ $labels.pod }} are taken',
    description:
      'When they run out, requests fail. The autoscaler may have made more pods than were planned for.',
    runbook:
      'Who holds them: sum by (usename, application_name, state) (cnpg_backends_total). Lower web.databaseConnections or web.autoscaling.max, or give the database more memory.',
  },
  {
    name: 'ReplicationLag',
    expr: 'max by (namespace, pod) (cnpg_pg_replication_lag) > 30',
    for: '5m',
    severity: 'warning',
    summary: '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind the primary',
    description: 'Reads from replicas are old, and a failover would have to catch up first.',
    runbook:
      'Look at the network and the disk of that server, and at long transactions on it; kubectl delete the pod when it does not catch up.',
  },
];

function restores(hours: number): readonly Alert[] {
  const runbook =
    'kubectl get jobs, then the log of the last drill that failed; then start one: kubectl create job --from=cronjob/restore-drill drill-now.';
  return [
    {
      name: 'RestoreTooOld',
      expr: `time() - finance_restore_last_success_timestamp_seconds > ${hours * 3600}`,
      for: '10m',
      severity: 'critical',
      summary: 'No backup was restored for {{ $value | humanizeDuration }}',
      description: 'A backup that was not restored is a hope: what there is may be of no use.',
      runbook,
    },
    {
      name: 'RestoreNeverProved',
      expr: 'absent(finance_restore_last_success_timestamp_seconds)',
      for: `${hours}h`,
      severity: 'critical',
      summary: 'No backup was ever restored',
      description: 'A backup that was not restored is a hope: what there is may be of no use.',
      runbook,
    },
  ];
}

const REDIS: readonly Alert[] = [
  {
    name: 'RedisDown',
    expr: 'redis_up == 0',
    for: '5m',
    severity: 'warning',
    summary: 'Redis does not answer',
    description: 'The app goes on without it, slower.',
    runbook:
      'kubectl describe pod -l app.kubernetes.io/name=redis and its log. It keeps nothing that cannot be made again.',
  },
  {
    name: 'RedisMemoryHigh',
    expr: 'redis_memory_used_bytes / redis_memory_max_bytes > 0.85 and redis_memory_max_bytes > 0',
    for: '10m',
    severity: 'warning',
    summary: 'Redis uses {{ $value | humanizePercentage }} of its memory',
    description: 'It soon drops keys that are in use, and the cache is hit less.',
    runbook:
      'Raise cache.maxMemory and cache.resources.limits.memory together, or live with it while the hit rate is good.',
  },
];
