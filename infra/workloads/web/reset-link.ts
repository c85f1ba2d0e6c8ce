import type { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { TimedJob } from '../backup/timed-job.ts';
import { type Authority, mountOf, volumesOf } from '../database/reach.ts';
import { scratch } from '../house/house.ts';
import { RESET_LINK, SECRETS } from '../house/names.ts';
import { WEB_CONFIG } from './web-config.ts';

export interface ResetLinkProps {
  /** The app's image. */
  readonly image: string;
  /** The variables of the ConfigMap. */
  readonly config: Readonly<Record<string, string>>;
  /** Certificates that the database's own is held against. @default none */
  readonly authority?: Authority | undefined;
}

/**
 * Makes the link by which somebody who forgot the password sets a new one, as the owner of the database. It is suspended:
 * `npm run person` makes a Job of it, with the address and the hash of what the link holds as arguments.
 */
export class ResetLink extends TimedJob {
  constructor(scope: Construct, id: string, { image, config, authority }: ResetLinkProps) {
    super(scope, id, {
      name: RESET_LINK.name,
      schedule: undefined,
      accountAnnotations: {},
      user: 1000,
      deadlineSeconds: 300,
      pod: {
        annotations: { [CONFIG_CHECKSUM]: checksum([...(authority?.data ? [authority.data] : []), config]) },
        containers: [
          {
            name: RESET_LINK.name,
            image,
            command: ['node', 'app/database/reset-link.ts'],
            envFrom: [
              { configMapRef: { name: WEB_CONFIG } },
              { secretRef: { name: SECRETS.database } },
              { secretRef: { name: SECRETS.databaseOwner } },
            ],
            resources: {
              requests: { cpu: '50m', memory: '128Mi' },
              limits: { cpu: '500m', memory: '256Mi' },
            },
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mountOf(authority)],
          },
        ],
        volumes: [scratch('tmp', '64Mi'), ...volumesOf(authority)],
      },
    });
  }
}
