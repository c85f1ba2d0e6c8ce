import { OBJECT_STORE } from '../../defaults/names-and-ports.ts';
import type { AlertGroup } from './alert.ts';

/** Alerts about the object store inside, in its namespace. */
export function storeAlerts(namespace: string): AlertGroup {
  const { name } = OBJECT_STORE;
  return {
    name,
    elsewhere: true,
    alerts: [
      {
        name: 'ObjectStoreDown',
        expr: `max(kube_statefulset_status_replicas_ready{namespace="${namespace}",statefulset="${name}"}) == 0`,
        for: '5m',
        severity: 'critical',
        summary: 'The object store inside does not answer',
        description:
          'Dumps fail, and so do copies of Velero. The database keeps its write-ahead log until it is archived: its volume fills.',
        runbook: `kubectl -n ${namespace} describe pod ${name}-0 and its log; a full volume and a lost node are the usual causes. Do not delete its claim.`,
      },
      {
        name: 'ObjectStoreFilling',
        expr: `min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes{namespace="${namespace}"} / kubelet_volume_stats_capacity_bytes{namespace="${namespace}"}) < 0.25`,
        for: '1h',
        severity: 'warning',
        summary: 'The object store inside has {{ $value | humanizePercentage }} of its volume left',
        description: 'When it is full, no dump is kept and the write-ahead log is not archived.',
        runbook:
          'Lower backup.retentionDays or the days of logs, or grow the claim where the storage class allows it: kubectl patch pvc; then raise backup.objectStore.storage.size to the same.',
      },
    ],
  };
}
