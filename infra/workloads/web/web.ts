import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { copied } from '../backup/velero.ts';
import { type Authority, mountOf } from '../database/reach.ts';
import { type HouseContainer, housePod, labelsOf, probe, type Resources, scratch } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { SECRETS, UPLOADS_CLAIM, WEB } from '../house/names.ts';
import { priorityClass } from '../house/priority.ts';
import { Scaled, type Scaling } from '../house/scaled.ts';
import { graceFor, LEAVING, SCRAPE } from '../house/serving.ts';
import { rolled } from '../house/specs.ts';
import { UPLOAD_FOLDER, WEB_CONFIG } from './web-config.ts';

export interface WebProps {
  /** Image pinned by tag or digest. */
  readonly image: string;
  /** The variables of the ConfigMap. */
  readonly config: Record<string, string>;
  readonly resources: Resources;
  readonly scaling: Scaling;
  /** Seconds during which a leaving pod says that it is not ready and still serves. */
  readonly drainSeconds: number;
  /** Certificates that the database's own is held against. @default none */
  readonly authority?: Authority | undefined;
  /** Whether its pods carry the annotations by which a Prometheus of others finds them. */
  readonly annotated: boolean;
  /** Whether Velero copies the receipts. */
  readonly copied: boolean;
}

/** Its volume of receipts. */
const UPLOADS = 'uploads';

/** The app: as many pods as the load asks for, replaced without losing a request. */
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
        template: housePod({
          name,
          priorityClass: priorityClass(this, 'app'),
          user: 1000,
          graceSeconds: graceFor(props.drainSeconds),
          annotations: {
            [CONFIG_CHECKSUM]: checksum(contents),
            ...(props.annotated && SCRAPE),
            ...(props.copied && copied(UPLOADS)),
          },
          spread: true,
          initContainers: [waitForDatabase(props)],
          containers: [server(props)],
          volumes: [
            { name: UPLOADS, persistentVolumeClaim: { claimName: UPLOADS_CLAIM } },
            scratch('tmp', '256Mi'),
            ...(props.authority ? [props.authority.volume] : []),
          ],
        }),
      }),
    });
    new Scaled(this, 'scaling', { name, ...props.scaling });
  }
}

function server({ image, resources, authority }: WebProps): HouseContainer {
  const secrets = [SECRETS.database, SECRETS.session, SECRETS.redis];
  const ask = (path: string) => ({ httpGet: { path, port: 'http' } });
  return {
    name: 'web',
    image,
    command: ['node', 'app/server.ts'],
    envFrom: [{ configMapRef: { name: WEB_CONFIG } }, ...secrets.map((name) => ({ secretRef: { name } }))],
    ports: [
      { name: 'http', containerPort: WEB.port },
      { name: 'metrics', containerPort: WEB.metricsPort },
    ],
    resources,
    startupProbe: probe(ask(WEB.health), { every: 1, failures: 60, timeout: 3 }),
    // Shallow: restarting pods does not bring a database back.
    livenessProbe: probe(ask(WEB.health), { every: 10, failures: 3, timeout: 5 }),
    readinessProbe: probe(ask('/ready'), { every: 5, failures: 2, timeout: 3 }),
    lifecycle: LEAVING,
    volumeMounts: [
      { name: UPLOADS, mountPath: UPLOAD_FOLDER },
      { name: 'tmp', mountPath: '/tmp' },
      ...mountOf(authority),
    ],
  };
}

function waitForDatabase({ image, authority }: WebProps): HouseContainer {
  return {
    name: 'wait-for-database',
    image,
    command: ['node', 'app/database/wait.ts'],
    envFrom: [{ configMapRef: { name: WEB_CONFIG } }, { secretRef: { name: SECRETS.database } }],
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '192Mi' } },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mountOf(authority)],
  };
}
