import { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { MIGRATE, SECRETS, WEB_CONFIG } from '../defaults/names-and-ports.ts';
import { restrictedPod, scratch } from '../defaults/pod.ts';
import { priorityClass } from '../defaults/pod-priorities.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { type Authority, mountOf, volumesOf } from '../facts/certificate-authority-volume.ts';
import { reportsEnvironment } from '../secrets/migration-environment-for-reports-role.ts';

export interface MigrateProps {
  /** Image of the app, so that the schema is rolled out with the code that needs it. */
  readonly image: string;
  /** Variables of ConfigMap `web`. */
  readonly config: Record<string, string>;
  /** Rotation numbers of the passwords that it sets: each set has a Job of its own. */
  readonly rounds: readonly number[];
  /** Secrets besides those of the app, its worker and the owner: of other roles, and of the first person. @default none */
  readonly secrets?: readonly string[];
  /** The role for reports. @default none */
  readonly reports?: { readonly connections: number } | undefined;
  /** Certificates that verify the database's own. @default none */
  readonly authority?: Authority | undefined;
}

/**
 * Job that migrates the schema to that of the image, sets the passwords of the roles, and stores the first person's link.
 *
 * Jobs are immutable, so a changed one has another name: `kubectl apply` creates a new Job.
 */
export class Migrate extends Construct {
  constructor(scope: Construct, id: string, props: MigrateProps) {
    super(scope, id);
    const { name } = MIGRATE;
    const reports = reportsEnvironment(props.reports);
    const contents = [...(props.authority?.data ? [props.authority.data] : []), props.config];
    const template = restrictedPod({
      name,
      priorityClass: priorityClass(this, 'app'),
      user: 1000,
      // Rolls back the current step on SIGTERM.
      graceSeconds: 30,
      restartPolicy: 'Never',
      annotations: { [CONFIG_CHECKSUM]: checksum(contents) },
      containers: [
        {
          name: 'migrate',
          image: props.image,
          command: ['node', 'app/database/migrate.ts'],
          env: [{ name: 'IMAGE', value: props.image }, ...reports.env],
          envFrom: [
            { configMapRef: { name: WEB_CONFIG } },
            { secretRef: { name: SECRETS.database } },
            { secretRef: { name: SECRETS.databaseWorker } },
            { secretRef: { name: SECRETS.databaseOwner } },
            ...reports.envFrom,
            ...(props.secrets ?? []).map((secret) => ({ secretRef: { name: secret } })),
          ],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mountOf(props.authority)],
        },
      ],
      volumes: [scratch('tmp', '64Mi'), ...volumesOf(props.authority)],
    });

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'job', 'Job', {
      metadata: { name: `${name}-${checksum([template, props.rounds]).slice(0, 8)}` },
      spec: { backoffLimit: 3, activeDeadlineSeconds: 900, template },
    });
  }
}
