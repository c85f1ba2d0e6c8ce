import { Construct } from 'constructs';
import { BACKUP } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import type { Server } from '../facts/database-connection.ts';
import type { UploadsVolume } from '../facts/uploads-volume-mounts-and-placement.ts';
import { Drill } from './drill.ts';
import { Dump } from './dump-copy-and-prune-job.ts';
import type { DumpFolder } from './dump-transfer-container.ts';
import { Restore } from './restore.ts';
import { SCRIPTS, scripts } from './scripts-config-map.ts';

export interface BackupProps {
  /** Postgres image. */
  readonly image: string;
  readonly webImage: string;
  /** Variables of ConfigMap `web`. */
  readonly config: Readonly<Record<string, string>>;
  /** Name of the database. */
  readonly database: string;
  /** Server whose database is dumped, and that a restore writes to. */
  readonly server: Server;
  /** Size of the database's volume, for example `5Gi`. */
  readonly databaseSize: string;
  /** Schedule of the dumps: five cron fields, UTC. */
  readonly schedule: string;
  /** Schedule of the restore drill of the newest dump: five cron fields, UTC. */
  readonly drillSchedule: string;
  /** Age after which dumps are deleted; the newest is always kept. */
  readonly retentionDays: number;
  /** Size of the volume of the dumps. */
  readonly size: string;
  /** @default the cluster's default class */
  readonly storageClass?: string | undefined;
  /** The role for reports. @default none */
  readonly reports?: { readonly connections: number } | undefined;
  /** @default none - drills restore from the volume */
  readonly objectStore?: DumpFolder | undefined;
  /** Volume of receipts, whose files are copied beside the dumps. @default none - the dumps have them */
  readonly uploads?: UploadsVolume | undefined;
  /** Nodes of the pods, where the volume of receipts is on one. @default any node */
  readonly placement?: Placement | undefined;
}

/**
 * Dumps of the database, the daily proof that they can be restored, and the Job that restores one.
 *
 * A successful drill leaves a row in table `restore_drill` of database `postgres`: see {@link RESTORE_METRICS}.
 */
export class Backup extends Construct {
  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id);
    const { image, database, server, objectStore, uploads, placement, size, storageClass } = props;
    new Kube(this, 'scripts', 'ConfigMap', { metadata: { name: SCRIPTS.config }, data: scripts() });
    new Kube(this, 'claim', 'PersistentVolumeClaim', {
      metadata: { name: BACKUP.claim },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClass !== undefined && { storageClassName: storageClass }),
        resources: { requests: { storage: size } },
      },
    });
    const { schedule, retentionDays, drillSchedule, databaseSize, webImage, config, reports } = props;
    const common = { image, database, server, objectStore, uploads, placement };
    new Dump(this, 'dump', { ...common, schedule, retentionDays });
    new Drill(this, 'drill', { ...common, schedule: drillSchedule, databaseSize, dumpSize: size });
    new Restore(this, 'restore', { ...common, webImage, config, reports });
  }
}
