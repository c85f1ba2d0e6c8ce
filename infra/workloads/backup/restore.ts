import type { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { mountOf, type Server, volumesOf } from '../database/reach.ts';
import { scratch } from '../house/house.ts';
import { RESTORE, SECRETS } from '../house/names.ts';
import { WEB_CONFIG } from '../web/web-config.ts';
import { type ObjectStore, storeStep } from './object-store.ts';
import { scripts, scriptsVolume } from './scripts.ts';
import { CLAIM, step } from './step.ts';
import { TimedJob } from './timed-job.ts';

export interface RestoreProps {
  readonly image: string;
  /** The app's image: it brings a schema that is older to its own version. */
  readonly webImage: string;
  /** The variables of ConfigMap `web`. */
  readonly config: Readonly<Record<string, string>>;
  /** Name of the database. */
  readonly database: string;
  readonly server: Server;
  readonly objectStore: ObjectStore | undefined;
}

/**
 * Restores a dump into a new database, proves it, and puts it in the place of the one in use, which is kept. It is
 * suspended: somebody makes a Job of it, `npm run restore` for example. Variable DUMP names another than the newest.
 */
export class Restore extends TimedJob {
  constructor(scope: Construct, id: string, props: RestoreProps) {
    const { image, webImage, config, database, server, objectStore } = props;
    const restored = `${database}_restored`;
    const resources = { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
    const to = { server, as: 'owner' } as const;
    const sql = { image, database, to, env: { RESTORED: restored }, resources } as const;
    super(scope, id, {
      name: RESTORE.name,
      schedule: undefined,
      accountAnnotations: objectStore?.accountAnnotations ?? {},
      pod: {
        annotations: { [CONFIG_CHECKSUM]: checksum([scripts(), config]) },
        initContainers: [
          ...(objectStore ? [storeStep('fetch', objectStore, { database })] : []),
          step({ ...sql, name: 'restore', script: 'restore.sh', secrets: [SECRETS.databaseBackup] }),
          {
            name: 'migrate',
            image: webImage,
            command: ['node', 'app/database/migrate.ts'],
            env: [{ name: 'DB_NAME', value: restored }],
            envFrom: [
              { configMapRef: { name: WEB_CONFIG } },
              { secretRef: { name: SECRETS.database } },
              { secretRef: { name: SECRETS.databaseOwner } },
              // A dump has no links: where it has no person either, the first one's would be lost.
              ...(config['SIGN_UP'] === 'invited' ? [{ secretRef: { name: SECRETS.firstInvitation } }] : []),
            ],
            resources,
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mountOf(server.authority)],
          },
        ],
        containers: [step({ ...sql, name: 'swap', script: 'swap.sh', secrets: [SECRETS.database] })],
        volumes: [scriptsVolume, scratch('tmp', '64Mi'), CLAIM, ...volumesOf(server.authority)],
      },
    });
  }
}
