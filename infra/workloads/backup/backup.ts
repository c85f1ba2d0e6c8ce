import { Construct } from 'constructs';
import type { Server } from '../database/reach.ts';
import { Kube } from '../house/kube.ts';
import { BACKUP } from '../house/names.ts';
import { Drill } from './drill.ts';
import { Dump } from './dump.ts';
import type { ObjectStore } from './object-store.ts';
import { Restore } from './restore.ts';
import { SCRIPTS, scripts } from './scripts.ts';

export interface BackupProps {
  /** Image of Postgres. */
  readonly image: string;
  readonly webImage: string;
  /** The variables of ConfigMap `web`. */
  readonly config: Readonly<Record<string, string>>;
  /** Name of the database. */
  readonly database: string;
  /** What is dumped, and what a restore puts the database into. */
  readonly server: Server;
  /** Of its volume, for example `5Gi`. */
  readonly databaseSize: string;
  /** Five fields, in UTC. */
  readonly schedule: string;
  /** When the newest dump is restored on trial: five fields, in UTC. */
  readonly drillSchedule: string;
  /** Older dumps are deleted, but never the newest. */
  readonly retentionDays: number;
  /** Of the volume that the dumps are on. */
  readonly size: string;
  /** @default the cluster's default class */
  readonly storageClass?: string | undefined;
  /** @default none - drills restore from the volume */
  readonly objectStore?: ObjectStore | undefined;
}

/**
 * Dumps of the database, the daily proof that they can be restored, and what restores one.
 *
 * A drill that went well leaves a row in table `restore_drill` of database `postgres`: see {@link RESTORE_METRICS}.
 */
export class Backup extends Construct {
  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id);
    const { image, database, server, objectStore, size, storageClass } = props;
    new Kube(this, 'scripts', 'ConfigMap', { metadata: { name: SCRIPTS.config }, data: scripts() });
    new Kube(this, 'claim', 'PersistentVolumeClaim', {
      metadata: { name: BACKUP.claim },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClass !== undefined && { storageClassName: storageClass }),
        resources: { requests: { storage: size } },
      },
    });
    const { schedule, retentionDays, drillSchedule, databaseSize, webImage, config } = props;
    new Dump(this, 'dump', { image, database, server, objectStore, schedule, retentionDays });
    new Drill(this, 'drill', {
      image,
      database,
      server,
      objectStore,
      schedule: drillSchedule,
      databaseSize,
      dumpSize: size,
    });
    new Restore(this, 'restore', { image, database, server, objectStore, webImage, config });
  }
}
