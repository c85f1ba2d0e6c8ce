import type { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { LOCALE_ARGS } from '../database/postgres-scripts.ts';
import { type Server, volumesOf } from '../database/reach.ts';
import { scratch } from '../house/house.ts';
import { DRILL } from '../house/names.ts';
import { type ObjectStore, storeStep } from './object-store.ts';
import { scripts, scriptsVolume } from './scripts.ts';
import { CLAIM, step } from './step.ts';
import { TimedJob } from './timed-job.ts';

export interface DrillProps {
  readonly image: string;
  /** Name of the database. */
  readonly database: string;
  /** Where it writes down that it went well. */
  readonly server: Server;
  /** Most that the restored database may take, for example `5Gi`. */
  readonly databaseSize: string;
  /** Most that one dump may take. */
  readonly dumpSize: string;
  readonly schedule: string;
  readonly objectStore: ObjectStore | undefined;
}

/**
 * Restores the newest dump into a Postgres of its own, which goes with the pod, and compares every row, right and sum
 * with what was dumped. The dump comes from the object store where there is one: that is the copy which survives.
 */
export class Drill extends TimedJob {
  constructor(scope: Construct, id: string, props: DrillProps) {
    const { image, database, server, databaseSize, dumpSize, schedule, objectStore } = props;
    super(scope, id, {
      name: DRILL.name,
      schedule,
      accountAnnotations: objectStore?.accountAnnotations ?? {},
      pod: {
        annotations: { [CONFIG_CHECKSUM]: checksum([scripts()]) },
        ...(objectStore && { initContainers: [storeStep('fetch', objectStore, { database })] }),
        containers: [
          step({
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
        ],
      },
    });
  }
}
