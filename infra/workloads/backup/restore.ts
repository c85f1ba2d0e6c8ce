import type { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { TimedJob } from '../defaults/cron-job.ts';
import { RESTORE, SECRETS, WEB_CONFIG } from '../defaults/names.ts';
import { scratch } from '../defaults/pod.ts';
import { mountOf, volumesOf } from '../facts/certificate-authority.ts';
import type { Server } from '../facts/database-connection.ts';
import { reportsEnvironment } from '../secrets/reports-role-environment.ts';
import { type DumpFolder, storeStep } from './dump-copy-container.ts';
import { CLAIM, scriptContainer } from './script-container.ts';
import { scripts, scriptsVolume } from './scripts.ts';

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
}

/**
 * Restores a dump into a new database, verifies it, and swaps it with the one in use, which is kept. The CronJob is
 * suspended: somebody creates a Job from it, for example with `npm run restore`. DUMP names another dump than the newest.
 */
export class Restore extends TimedJob {
  constructor(scope: Construct, id: string, props: RestoreProps) {
    const { image, webImage, config, database, server, objectStore } = props;
    const reports = reportsEnvironment(props.reports);
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
          scriptContainer({
            ...sql,
            name: 'restore',
            script: 'restore.sh',
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
          ...volumesOf(server.authority),
          ...volumesOf(objectStore?.authority),
        ],
      },
    });
  }
}
