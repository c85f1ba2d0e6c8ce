import { POSTGRES_EXPORTER } from '../../defaults/names-and-ports.ts';
import type { Alert, AlertGroup } from './alert.ts';
import { type ServersAlerts, serversAlerts } from './cloudnative-pg-alerts.ts';

export interface DataAlerts {
  /** Maximum age in hours of the newest dump that a restore has proved; undefined: there are no backups. */
  readonly restoreMaxAgeHours?: number | undefined;
  /** True when our own exporter queries Postgres. */
  readonly postgresExporter: boolean;
  /** CloudNativePG servers, which have built-in exporters. @default none */
  readonly servers?: ServersAlerts | false;
}

/** Alerts about Postgres, Redis, and restores. */
export function dataAlerts(props: DataAlerts): readonly AlertGroup[] {
  const { restoreMaxAgeHours, postgresExporter, servers } = props;
  const database = [
    ...(postgresExporter ? POSTGRES : []),
    ...(servers ? serversAlerts(servers) : []),
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
    // Covers a vanished server too: the exporter hangs on it, and the scrape times out.
    expr: `pg_up == 0 or up{job="${POSTGRES_EXPORTER.name}"} == 0`,
    for: '2m',
    severity: 'critical',
    summary: 'Postgres does not answer',
    description: 'Nobody can sign in, and nothing can be written down.',
    runbook:
      'Where it is ours: kubectl describe pod postgres-0 and its log; a full volume and a lack of memory are the usual causes. Do not delete its claim. Elsewhere: whoever runs it. Where it does answer: the log of deployment/postgres-exporter.',
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

/** Time of that dump. The operator of CloudNativePG prefixes the metric, and each of its servers reports it. */
const PROVED = 'max({__name__=~"(cnpg_)?finance_restore_last_dump_timestamp_seconds"})';

function restores(hours: number): readonly Alert[] {
  const runbook =
    'kubectl get cronjobs,jobs: did backup run, then restore-drill, or is one suspended? Read the log of the one that failed, and start both by hand: kubectl create job --from=cronjob/backup dump-now, then --from=cronjob/restore-drill drill-now.';
  return [
    {
      name: 'RestoreTooOld',
      expr: `time() - ${PROVED} > ${hours * 3600}`,
      for: '10m',
      severity: 'critical',
      summary: 'The newest dump that was restored is of {{ $value | humanizeDuration }} ago',
      description:
        'Either no newer one is made, or none was restored, and then it is a hope. What was written since may be lost.',
      runbook,
    },
    {
      name: 'RestoreNeverProved',
      expr: `absent(${PROVED})`,
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
