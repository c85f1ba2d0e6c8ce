import { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { encryptedPort } from '../defaults/app-pod-tls.ts';
import { Scaled, type Scaling } from '../defaults/autoscaler-and-disruption-budget.ts';
import { type Rollout, rolled } from '../defaults/deployment-and-statefulset-specs.ts';
import { graceFor, LEAVING } from '../defaults/graceful-shutdown.ts';
import { SECRETS, WEB, WEB_CONFIG } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import {
  labelsOf,
  probe,
  type Resources,
  type RestrictedContainer,
  restrictedPod,
  scratch,
} from '../defaults/pod.ts';
import { priorityClass } from '../defaults/pod-priorities.ts';
import { SCRAPE } from '../defaults/prometheus-scrape-annotations.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { type Authority, mountOf, volumesOf } from '../facts/certificate-authority-volume.ts';
import {
  besideWeb,
  mountsOfUploads,
  UPLOADS_VOLUME,
  type UploadsVolume,
  volumesOfUploads,
} from '../facts/uploads-volume-mounts-and-placement.ts';

export interface WebProps {
  /** Image pinned by tag or digest. */
  readonly image: string;
  /** Variables of ConfigMap `web`. */
  readonly config: Record<string, string>;
  readonly resources: Resources;
  readonly rollout: Rollout;
  /** @default any node */
  readonly placement?: Placement | undefined;
  readonly scaling: Scaling;
  /** Seconds during which a leaving pod reports not ready and still serves. */
  readonly drainSeconds: number;
  /** Certificates that verify the database's own. @default none */
  readonly authority?: Authority | undefined;
  /** Certificates that verify those of Redis. @default none */
  readonly redisAuthority?: Authority | undefined;
  /** Serve TLS too, with the certificate in Secret `web-tls`. @default false */
  readonly encrypted?: boolean;
  /** Annotate the pods so that a Prometheus that is not ours discovers them. */
  readonly annotated: boolean;
  /** Volume of receipts. @default none - they are in the database */
  readonly uploads?: UploadsVolume | undefined;
  /** Annotate the pods so that Velero backs up the volume of receipts. */
  readonly copied: boolean;
}

/** The app: autoscaled pods that are replaced without losing a request. */
export class Web extends Construct {
  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id);
    const { name } = WEB;
    const contents = [...(props.authority?.data ? [props.authority.data] : []), props.config];
    const labels = labelsOf(name);

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'server', 'Deployment', {
      metadata: { name, labels },
      spec: rolled({
        name,
        rollout: props.rollout,
        template: restrictedPod({
          name,
          priorityClass: priorityClass(this, 'app'),
          user: 1000,
          graceSeconds: graceFor(props.drainSeconds),
          annotations: {
            [CONFIG_CHECKSUM]: checksum(contents),
            ...(props.annotated && SCRAPE),
            ...(props.copied && props.uploads && copied(UPLOADS_VOLUME)),
          },
          spread: true,
          placement: besideWeb(props.uploads, props.placement),
          initContainers: [waitForDatabase(props)],
          containers: [server(props)],
          volumes: [
            ...volumesOfUploads(props.uploads),
            scratch('tmp', '256Mi'),
            ...volumesOf(props.authority),
            ...volumesOf(props.redisAuthority),
            ...(props.encrypted ? encryptedPort(WEB).volumes : []),
          ],
        }),
      }),
    });
    new Scaled(this, 'scaling', { name, ...props.scaling });
  }
}

function server({
  image,
  resources,
  authority,
  redisAuthority,
  encrypted,
  uploads,
}: WebProps): RestrictedContainer {
  const secrets = [SECRETS.database, SECRETS.session, SECRETS.redis];
  const ask = (path: string) => ({ httpGet: { path, port: 'http' } });
  return {
    name: 'web',
    image,
    command: ['node', 'app/server.ts'],
    envFrom: [{ configMapRef: { name: WEB_CONFIG } }, ...secrets.map((name) => ({ secretRef: { name } }))],
    ports: [
      { name: 'http', containerPort: WEB.port },
      ...(encrypted ? encryptedPort(WEB).ports : []),
      { name: 'metrics', containerPort: WEB.metricsPort },
    ],
    resources,
    startupProbe: probe(ask(WEB.health), { every: 1, failures: 60, timeout: 3 }),
    // Shallow: restarting pods does not bring a database back.
    livenessProbe: probe(ask(WEB.health), { every: 10, failures: 3, timeout: 5 }),
    readinessProbe: probe(ask('/ready'), { every: 5, failures: 2, timeout: 3 }),
    lifecycle: LEAVING,
    volumeMounts: [
      ...mountsOfUploads(uploads),
      { name: 'tmp', mountPath: '/tmp' },
      ...mountOf(authority),
      ...mountOf(redisAuthority),
      ...(encrypted ? encryptedPort(WEB).mounts : []),
    ],
  };
}

function waitForDatabase({ image, authority }: WebProps): RestrictedContainer {
  return {
    name: 'wait-for-database',
    image,
    command: ['node', 'app/database/wait-for-migrations.ts'],
    envFrom: [{ configMapRef: { name: WEB_CONFIG } }, { secretRef: { name: SECRETS.database } }],
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '192Mi' } },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mountOf(authority)],
  };
}

/** Annotation of a pod that names the volume of it which Velero copies. */
function copied(volume: string): Record<string, string> {
  return { 'backup.velero.io/backup-volumes': volume };
}
