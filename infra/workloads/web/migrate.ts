import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { type Authority, mountOf } from '../database/reach.ts';
import { housePod, scratch } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { MIGRATE, SECRETS } from '../house/names.ts';
import { priorityClass } from '../house/priority.ts';
import { WEB_CONFIG } from './web-config.ts';

export interface MigrateProps {
  /** The app's image, so that the schema and the code that needs it come together. */
  readonly image: string;
  /** The variables of the ConfigMap. */
  readonly config: Record<string, string>;
  /** Of the passwords that it sets: a Job of its own for each. */
  readonly rounds: readonly number[];
  /** Secrets beside those of the app and the owner: of other roles, and of the first person. @default none */
  readonly secrets?: readonly string[];
  /** Certificates that the database's own is held against. @default none */
  readonly authority?: Authority | undefined;
}

/**
 * Brings the database to the image's schema, the app's role to its password, and the first person's link into it.
 *
 * A Job cannot be changed, so one that differs has another name: `kubectl apply` then makes a new one.
 */
export class Migrate extends Construct {
  constructor(scope: Construct, id: string, props: MigrateProps) {
    super(scope, id);
    const { name } = MIGRATE;
    const contents = [...(props.authority?.data ? [props.authority.data] : []), props.config];
    const template = housePod({
      name,
      priorityClass: priorityClass(this, 'app'),
      user: 1000,
      // Asked to leave, it rolls the step that it is at back.
      graceSeconds: 30,
      restartPolicy: 'Never',
      annotations: { [CONFIG_CHECKSUM]: checksum(contents) },
      containers: [
        {
          name: 'migrate',
          image: props.image,
          command: ['node', 'app/database/migrate.ts'],
          envFrom: [
            { configMapRef: { name: WEB_CONFIG } },
            { secretRef: { name: SECRETS.database } },
            { secretRef: { name: SECRETS.databaseOwner } },
            ...(props.secrets ?? []).map((secret) => ({ secretRef: { name: secret } })),
          ],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mountOf(props.authority)],
        },
      ],
      volumes: [scratch('tmp', '64Mi'), ...(props.authority ? [props.authority.volume] : [])],
    });

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'job', 'Job', {
      metadata: { name: `${name}-${checksum([template, props.rounds]).slice(0, 8)}` },
      spec: { backoffLimit: 3, activeDeadlineSeconds: 900, template },
    });
  }
}
