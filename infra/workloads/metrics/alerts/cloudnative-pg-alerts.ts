import type { Alert } from './alert.ts';

export interface ServersAlerts {
  /** Expected number of servers. */
  readonly count: number;
  /** Maximum age in hours of the newest base backup in the object store; undefined: there is no archive. */
  readonly archiveMaxAgeHours?: number | undefined;
}

/**
 * Alerts about a primary and its standbys, from CloudNativePG's own exporter.
 *
 * Source: `default-monitoring.yaml` of CloudNativePG 1.30, "Observability" of plugin-barman-cloud 0.15.
 */
export function serversAlerts({ count, archiveMaxAgeHours }: ServersAlerts): readonly Alert[] {
  return [
    {
      name: 'DatabaseWithoutPrimary',
      expr: 'absent(cnpg_pg_replication_in_recovery == 0)',
      for: '3m',
      severity: 'critical',
      summary: 'No Postgres server takes writes',
      description:
        'Nobody can write anything down. Where a machine was lost, another server takes over within two minutes.',
      runbook:
        'kubectl describe cluster postgres says what the operator waits for: with two servers lost none is promoted that may lack a write. Bring one of the nodes back.',
    },
    {
      name: 'DatabaseServerDown',
      expr: 'cnpg_collector_up == 0',
      for: '2m',
      severity: 'warning',
      summary: 'The Postgres server in {{ $labels.pod }} does not answer',
      description: 'One of the servers is gone; when it was the primary, another one takes over.',
      runbook:
        'kubectl get cluster,pods; kubectl describe the pod. The operator makes a new server by itself.',
    },
    {
      name: 'DatabaseCopyMissing',
      expr: `max(cnpg_pg_replication_streaming_replicas) < ${count - 1}`,
      for: '10m',
      severity: 'warning',
      summary: `Only {{ $value }} of ${count - 1} servers follow the primary`,
      description: 'One more may be lost than now; with none, writes wait until there is one.',
      runbook:
        'kubectl get pods -l cnpg.io/cluster=postgres -o wide: a lost node, a full volume or no room for a server. kubectl delete the pod and the claim of a copy that cannot follow any more: it is made anew.',
    },
    {
      name: 'DatabaseServerConnectionsHigh',
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
      description: 'Reads go to the primary meanwhile, and a failover would have to catch up first.',
      runbook:
        'Look at the network and the disk of that server, and at long transactions on it; kubectl delete the pod when it does not catch up.',
    },
    ...(archiveMaxAgeHours === undefined ? [] : archiveAlerts(archiveMaxAgeHours)),
  ];
}

function archiveAlerts(hours: number): readonly Alert[] {
  return [
    {
      name: 'ArchiveFailing',
      expr: 'max(cnpg_pg_stat_archiver_last_failed_time - cnpg_pg_stat_archiver_last_archived_time) > 0',
      for: '15m',
      severity: 'critical',
      summary: 'Changes of the database do not reach the object store',
      description: 'What was written since is in the cluster only, and fills the volumes of the servers.',
      runbook:
        'The log of container plugin-barman-cloud of the primary says what the store answered: the key, the bucket and the fence (backup.objectStore) are the usual causes.',
    },
    {
      name: 'BaseBackupTooOld',
      expr: `time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp) > ${hours * 3600}`,
      for: '1h',
      severity: 'critical',
      summary:
        'The files of the database were not copied to the object store for {{ $value | humanizeDuration }}',
      description: 'To go back in time takes the longer the older they are, and in the end cannot be done.',
      runbook: 'kubectl get backups, then kubectl describe the last one that failed.',
    },
  ];
}
