import { Construct } from 'constructs';
import { PLATFORM_LABELS } from '../defaults/pod.ts';
import { addRole, type Holders, type Rule } from '../defaults/role-for-users-and-groups.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';

export interface VeleroScheduleProps {
  /** Name of the schedule. */
  readonly name: string;
  /** Namespaces whose objects are backed up. */
  readonly namespaces: readonly string[];
  /** Schedule of the backups: five cron fields, UTC. */
  readonly schedule: string;
  readonly retentionDays: number;
  /** Holders of the role that reads the results. */
  readonly readBy: Holders;
}

/**
 * Schedules Velero backups of our objects, cluster-scoped ones included, and of the volumes that our pods name in an
 * annotation (see `copied` in web-deployment.ts). Its chart is in Velero's own namespace.
 *
 * Objects that an operator creates from ours are left out: it creates them again, and would take an empty claim of Postgres
 * for a full one. Velero's node agent copies volumes through the file system, so any kind works, also without snapshots. No
 * other volume is copied: the files of a running database are no consistent backup of it. Dumps are.
 *
 * Source: `BackupSpec` of Velero 1.18.
 */
export class VeleroSchedule extends Construct {
  constructor(scope: Construct, id: string, props: VeleroScheduleProps) {
    super(scope, id);
    const { name, namespaces, schedule, retentionDays, readBy } = props;
    new CustomResource<ScheduleSpec>(this, 'schedule', SCHEDULE, {
      metadata: { name },
      spec: {
        schedule,
        template: {
          includedNamespaces: namespaces,
          includeClusterResources: true,
          labelSelector: { matchLabels: PLATFORM_LABELS },
          defaultVolumesToFsBackup: false,
          snapshotVolumes: false,
          ttl: `${retentionDays * 24}h0m0s`,
        },
      },
    });
    addRole(this, { name: `${name}-backup-operator`, rules: backupReader(), heldBy: readBy });
  }
}

/**
 * Reads Velero's backups. Whoever creates a Backup can run commands in any pod of the cluster, and whoever creates a Restore
 * can write to any namespace: both are left to administrators.
 */
function backupReader(): readonly Rule[] {
  const resources = ['backups', 'backupstoragelocations', 'podvolumebackups', 'restores', 'schedules'];
  return [{ apiGroups: ['velero.io'], resources, verbs: ['get', 'list', 'watch'] }];
}

const SCHEDULE = { apiVersion: 'velero.io/v1', kind: 'Schedule' } as const;

interface ScheduleSpec {
  readonly schedule: string;
  readonly template: {
    readonly includedNamespaces: readonly string[];
    readonly includeClusterResources: boolean;
    readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly defaultVolumesToFsBackup: boolean;
    readonly snapshotVolumes: boolean;
    /** Duration in Go's notation. */
    readonly ttl: string;
  };
}
