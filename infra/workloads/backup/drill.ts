import type { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { LOCALE_ARGS } from '../database/data-folder-initdb-and-role-scripts.ts';
import { TimedJob } from '../defaults/cron-job.ts';
import { DRILL } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import { scratch } from '../defaults/pod.ts';
import { volumesOf } from '../facts/certificate-authority-volume.ts';
import type { Server } from '../facts/database-connection.ts';
import { UPLOADS_GROUP, type UploadsVolume } from '../facts/uploads-volume-mounts-and-placement.ts';
import { type DumpFolder, storeStep } from './dump-transfer-container.ts';
import { CLAIM, scriptContainer } from './script-container.ts';
import { scripts, scriptsVolume } from './scripts-config-map.ts';

export interface DrillProps {
  readonly image: string;
  /** Name of the database. */
  readonly database: string;
  /** Server that records successful drills. */
  readonly server: Server;
  /** Maximum size of the restored database, for example `5Gi`. */
  readonly databaseSize: string;
  /** Maximum size of one dump. */
  readonly dumpSize: string;
  readonly schedule: string;
  readonly objectStore: DumpFolder | undefined;
  readonly uploads: UploadsVolume | undefined;
  readonly placement: Placement | undefined;
}

/**
 * Restores the newest dump into a Postgres of its own, which is deleted with the pod, and compares every row, privilege and
 * ledger sum with the dump's, and every file of a receipt with its hash. The dump comes from the object store if there is one:
 * that is the copy which survives.
 */
export class Drill extends TimedJob {
  constructor(scope: Construct, id: string, props: DrillProps) {
    const { image, database, server, databaseSize, dumpSize, schedule, objectStore, uploads, placement } =
      props;
    super(scope, id, {
      name: DRILL.name,
      schedule,
      accountAnnotations: objectStore?.accountAnnotations ?? {},
      pod: {
        annotations: { [CONFIG_CHECKSUM]: checksum([scripts()]) },
        group: uploads && UPLOADS_GROUP,
        placement,
        ...(objectStore && { initContainers: [storeStep('fetch', objectStore, { database })] }),
        containers: [
          scriptContainer({
            name: 'drill',
            image,
            script: 'drill.sh',
            database,
            env: { SCRATCH: '/scratch', INITDB_OPTIONS: LOCALE_ARGS },
            to: { server, as: 'backup' },
            mounts: [{ name: 'scratch', mountPath: '/scratch' }],
            resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
          }),
        ],
        volumes: [
          scriptsVolume,
          scratch('tmp', '64Mi'),
          objectStore ? scratch('dumps', dumpSize) : CLAIM,
          scratch('scratch', databaseSize),
          ...volumesOf(server.authority),
          ...volumesOf(objectStore?.authority),
        ],
      },
    });
  }
}
