import type { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { TimedJob } from '../defaults/cron-job.ts';
import { RESET_LINK, SECRETS, WEB_CONFIG } from '../defaults/names-and-ports.ts';
import { scratch } from '../defaults/pod.ts';
import { type Authority, mountOf, volumesOf } from '../facts/certificate-authority-volume.ts';

export interface ResetLinkProps {
  /** Image of the app. */
  readonly image: string;
  /** Variables of ConfigMap `web`. */
  readonly config: Readonly<Record<string, string>>;
  /** Certificates that verify the database's own. @default none */
  readonly authority?: Authority | undefined;
}

/**
 * Creates the link by which somebody who forgot the password sets a new one, as the owner of the database. It is suspended:
 * `npm run person` creates a Job from it, with the address and the hash of the link's token as arguments.
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
