import { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { type RestrictedContainer, restrictedPod, scratch } from './pod.ts';
import { Kube, type Volume } from './typed-kubernetes-objects.ts';

/** Folder of the files of a setup Job. */
export const SETUP_FOLDER = '/setup';

export interface SetupJobProps {
  readonly name: string;
  /** Rotation number of the secrets that the Job uses: each has a Job of its own. */
  readonly round: number;
  /** Time to finish in seconds, all retries included. */
  readonly deadlineSeconds: number;
  /** Contents by file name, mounted at SETUP_FOLDER. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** More volumes. @default none */
  readonly volumes?: readonly Volume[];
  /** Mounts of them in every container. @default none */
  readonly mounts?: NonNullable<RestrictedContainer['volumeMounts']>;
  /** Containers, which may write to /tmp. */
  readonly containers: readonly RestrictedContainer[];
}

/** Job that sets up what runs already. Jobs are immutable, so a changed one has another name. */
export class SetupJob extends Construct {
  constructor(scope: Construct, id: string, props: SetupJobProps) {
    super(scope, id);
    const { name, round, files } = props;
    const mounts = [
      ...(files ? [{ name: 'setup', mountPath: SETUP_FOLDER, readOnly: true }] : []),
      { name: 'tmp', mountPath: '/tmp' },
      ...(props.mounts ?? []),
    ];
    const template = restrictedPod({
      name,
      user: 1000,
      graceSeconds: 5,
      restartPolicy: 'Never',
      ...(files && { annotations: { [CONFIG_CHECKSUM]: checksum([files]) } }),
      containers: props.containers.map((one) => ({ ...one, volumeMounts: mounts })),
      volumes: [
        ...(files ? [{ name: 'setup', configMap: { name } }] : []),
        scratch('tmp', '16Mi'),
        ...(props.volumes ?? []),
      ],
    });
    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    if (files) new Kube(this, 'files', 'ConfigMap', { metadata: { name }, data: files });
    new Kube(this, 'job', 'Job', {
      metadata: { name: `${name}-${checksum([template, round]).slice(0, 8)}` },
      spec: { backoffLimit: 3, activeDeadlineSeconds: props.deadlineSeconds, template },
    });
  }
}

/** Resources of a script that calls an API. */
export const SETUP_RESOURCES = {
  requests: { cpu: '20m', memory: '32Mi' },
  limits: { cpu: '200m', memory: '64Mi' },
};
