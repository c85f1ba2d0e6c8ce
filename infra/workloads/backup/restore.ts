import type { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { TimedJob } from '../defaults/cron-job.ts';
import { RESTORE, SECRETS, WEB_CONFIG } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import { scratch } from '../defaults/pod.ts';
import { mountOf, volumesOf } from '../facts/certificate-authority-volume.ts';
import type { Server } from '../facts/database-connection.ts';
import {
  mountsOfUploads,
  UPLOAD_FOLDER,
  UPLOADS_GROUP,
  type UploadsVolume,
  volumesOfUploads,
} from '../facts/uploads-volume-mounts-and-placement.ts';
import { reportsEnvironment } from '../secrets/migration-environment-for-reports-role.ts';
import { type DumpFolder, storeStep } from './dump-transfer-container.ts';
import { CLAIM, scriptContainer } from './script-container.ts';
import { scripts, scriptsVolume } from './scripts-config-map.ts';

export interface RestoreProps {
  readonly image: string;
  /** The app's image: it migrates an older schema to its own version. */
  readonly webImage: string;
  /** Variables of ConfigMap `web`. */
  readonly config: Readonly<Record<string, string>>;
  /** Name of the database. */
  readonly database: string;
  readonly server: Server;
  /** The role for reports. @default none */
  readonly reports?: { readonly connections: number } | undefined;
  readonly objectStore: DumpFolder | undefined;
  readonly uploads: UploadsVolume | undefined;
  readonly placement: Placement | undefined;
}

/**
 * Restores a dump into a new database, verifies it, brings the receipts that are on a volume back to it, and swaps the
 * database with the one in use, which is kept. The CronJob is suspended: somebody creates a Job from it, for example with
 * `npm run restore`. DUMP names another dump than the newest.
 */
export class Restore extends TimedJob {
  constructor(scope: Construct, id: string, props: RestoreProps) {
    const { image, webImage, config, database, server, objectStore, uploads, placement } = props;
    const reports = reportsEnvironment(props.reports);
    const restored = `${database}_restored`;
    const resources = { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
    const to = { server, as: 'owner' } as const;
    const env = { RESTORED: restored };
    const receipts = uploads && { UPLOADS: UPLOAD_FOLDER };
    const sql = { image, database, to, env, resources } as const;
    super(scope, id, {
      name: RESTORE.name,
      schedule: undefined,
      accountAnnotations: objectStore?.accountAnnotations ?? {},
      pod: {
        annotations: { [CONFIG_CHECKSUM]: checksum([scripts(), config]) },
        group: uploads && UPLOADS_GROUP,
        placement,
        initContainers: [
          ...(objectStore ? [storeStep('fetch', objectStore, { database })] : []),
          scriptContainer({
            ...sql,
            name: 'restore',
            script: 'restore.sh',
            env: { ...env, ...receipts },
            secrets: [SECRETS.databaseBackup],
          }),
          {
            name: 'migrate',
            image: webImage,
            command: ['node', 'app/database/migrate.ts'],
            env: [{ name: 'IMAGE', value: webImage }, { name: 'DB_NAME', value: restored }, ...reports.env],
            envFrom: [
              { configMapRef: { name: WEB_CONFIG } },
              { secretRef: { name: SECRETS.database } },
              { secretRef: { name: SECRETS.databaseWorker } },
              { secretRef: { name: SECRETS.databaseOwner } },
              ...reports.envFrom,
              // Dumps contain no links: if a dump has no person either, the first person's link would be lost.
              ...(config['SIGN_UP'] === 'invited' ? [{ secretRef: { name: SECRETS.firstInvitation } }] : []),
            ],
            resources,
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mountOf(server.authority)],
          },
          ...(uploads
            ? [
                scriptContainer({
                  name: 'receipts',
                  image,
                  script: 'restore-receipts.sh',
                  database,
                  env: { ...receipts },
                  mounts: mountsOfUploads(uploads),
                  resources,
                }),
              ]
            : []),
        ],
        containers: [
          scriptContainer({
            ...sql,
            name: 'swap',
            script: 'swap.sh',
            secrets: [SECRETS.database, SECRETS.databaseWorker],
          }),
        ],
        volumes: [
          scriptsVolume,
          scratch('tmp', '64Mi'),
          CLAIM,
          ...volumesOfUploads(uploads),
          ...volumesOf(server.authority),
          ...volumesOf(objectStore?.authority),
        ],
      },
    });
  }
}
