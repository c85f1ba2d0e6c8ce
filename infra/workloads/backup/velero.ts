import { Construct } from 'constructs';
import { addRole, type Holders } from '../access/role.ts';
import { backupReader } from '../access/rules.ts';
import { HOUSE_LABELS } from '../house/house.ts';
import { CustomResource } from '../house/kube.ts';

export interface VeleroScheduleProps {
  /** Of the copies. */
  readonly name: string;
  /** Whose objects are copied. */
  readonly namespaces: readonly string[];
  /** Five fields, in UTC. */
  readonly schedule: string;
  readonly retentionDays: number;
  /** Who sees what became of it. */
  readonly readBy: Holders;
}

/**
 * Asks Velero for copies of our objects, those of no namespace too, and of the volumes that our pods name in an annotation
 * (see {@link copied}). Its chart is in Velero's own namespace.
 *
 * What an operator makes of our objects is left out: it makes it again, and would take an empty claim of Postgres for a
 * full one. Volumes are copied by Velero's node agent, which reads any, as file systems without snapshots are; no other
 * volume is, because the files of a database that runs are no copy of it. That is what dumps are for.
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
          labelSelector: { matchLabels: HOUSE_LABELS },
          defaultVolumesToFsBackup: false,
          snapshotVolumes: false,
          ttl: `${retentionDays * 24}h0m0s`,
        },
      },
    });
    addRole(this, { name: `${name}-backup-operator`, rules: backupReader(), heldBy: readBy });
  }
}

/** The annotation of a pod that names the volume of it which is copied. */
export function copied(volume: string): Record<string, string> {
  return { 'backup.velero.io/backup-volumes': volume };
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
    /** As Go writes a duration. */
    readonly ttl: string;
  };
}
