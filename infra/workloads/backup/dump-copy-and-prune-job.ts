import type { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { TimedJob } from '../defaults/cron-job.ts';
import { BACKUP } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import { scratch } from '../defaults/pod.ts';
import { volumesOf } from '../facts/certificate-authority-volume.ts';
import type { Server } from '../facts/database-connection.ts';
import {
  mountsOfUploads,
  UPLOAD_FOLDER,
  UPLOADS_GROUP,
  type UploadsVolume,
  volumesOfUploads,
} from '../facts/uploads-volume-mounts-and-placement.ts';
import { type DumpFolder, storeStep } from './dump-transfer-container.ts';
import { CLAIM, scriptContainer } from './script-container.ts';
import { scripts, scriptsVolume } from './scripts-config-map.ts';

export interface DumpProps {
  readonly image: string;
  /** Name of the database. */
  readonly database: string;
  readonly server: Server;
  readonly schedule: string;
  readonly retentionDays: number;
  readonly objectStore: DumpFolder | undefined;
  readonly uploads: UploadsVolume | undefined;
  readonly placement: Placement | undefined;
}

/**
 * Makes a dump and copies the receipts that are on a volume, copies both to the object store if there is one, and deletes
 * expired dumps.
 */
export class Dump extends TimedJob {
  constructor(scope: Construct, id: string, props: DumpProps) {
    const { image, database, server, schedule, objectStore, uploads, placement } = props;
    const env = { RETENTION_DAYS: String(props.retentionDays) };
    const dump = scriptContainer({
      name: 'dump',
      image,
      script: 'backup.sh',
      database,
      env: { ...env, ...(uploads && { UPLOADS: UPLOAD_FOLDER }) },
      to: { server, as: 'backup' },
      mounts: mountsOfUploads(uploads, true),
      writesDumps: true,
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
    });
    super(scope, id, {
      name: BACKUP.name,
      schedule,
      accountAnnotations: objectStore?.accountAnnotations ?? {},
      pod: {
        annotations: { [CONFIG_CHECKSUM]: checksum([scripts()]) },
        group: uploads && UPLOADS_GROUP,
        placement,
        ...(objectStore
          ? { initContainers: [dump], containers: [storeStep('upload', objectStore, { database, env })] }
          : { containers: [dump] }),
        volumes: [
          scriptsVolume,
          scratch('tmp', '64Mi'),
          CLAIM,
          ...volumesOfUploads(uploads, true),
          ...volumesOf(server.authority),
          ...volumesOf(objectStore?.authority),
        ],
      },
    });
  }
}
