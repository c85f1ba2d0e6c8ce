import { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { disruptionBudget } from '../defaults/autoscaler-and-disruption-budget.ts';
import { type Rollout, relieved } from '../defaults/deployment-and-statefulset-specs.ts';
import { SECRETS, WEB_CONFIG, WORKER } from '../defaults/names-and-ports.ts';
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
  type UploadsVolume,
  volumesOfUploads,
} from '../facts/uploads-volume-mounts-and-placement.ts';

export interface WorkerProps {
  /** Image of the app, which contains the worker. */
  readonly image: string;
  /** Variables of ConfigMap `web`; the worker reads those of the database and of traces. */
  readonly config: Record<string, string>;
  readonly replicas: number;
  readonly resources: Resources;
  readonly rollout: Rollout;
  /** @default any node */
  readonly placement?: Placement | undefined;
  /** Certificates that verify the database's own. @default none */
  readonly authority?: Authority | undefined;
  /** Volume of receipts. @default none - they are in the database */
  readonly uploads?: UploadsVolume | undefined;
  /** Annotate the pods so that a Prometheus that is not ours discovers them. */
  readonly annotated: boolean;
}

/** Runs background jobs. Nothing calls it: it polls the database for jobs, as a role of its own. */
export class Worker extends Construct {
  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    const { name } = WORKER;
    const contents = [...(props.authority?.data ? [props.authority.data] : []), props.config];
    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'server', 'Deployment', {
      metadata: { name, labels: labelsOf(name) },
      spec: relieved({
        name,
        rollout: props.rollout,
        replicas: props.replicas,
        template: restrictedPod({
          name,
          user: 1000,
          graceSeconds: GRACE_SECONDS,
          priorityClass: priorityClass(this, 'app'),
          annotations: { [CONFIG_CHECKSUM]: checksum(contents), ...(props.annotated && SCRAPE) },
          spread: true,
          placement: besideWeb(props.uploads, props.placement),
          initContainers: [waitForDatabase(props)],
          containers: [server(props)],
          volumes: [
            ...volumesOfUploads(props.uploads),
            scratch('tmp', '64Mi'),
            ...volumesOf(props.authority),
          ],
        }),
      }),
    });
    disruptionBudget(this, name);
  }
}

/** Termination grace period: a minute for the current job, after which the process exits, and ten seconds for the exit. */
const GRACE_SECONDS = 70;

function server({ image, resources, authority, uploads }: WorkerProps): RestrictedContainer {
  const ask = (path: string) => ({ httpGet: { path, port: 'metrics' } });
  return {
    name: WORKER.name,
    image,
    command: ['node', 'app/worker/server.ts'],
    envFrom: ENVIRONMENT,
    ports: [{ name: 'metrics', containerPort: WORKER.metricsPort }],
    resources,
    startupProbe: probe(ask('/health'), { every: 1, failures: 60, timeout: 3 }),
    livenessProbe: probe(ask('/health'), { every: 10, failures: 3, timeout: 5 }),
    readinessProbe: probe(ask('/ready'), { every: 5, failures: 2, timeout: 3 }),
    volumeMounts: [...mountsOfUploads(uploads), { name: 'tmp', mountPath: '/tmp' }, ...mountOf(authority)],
  };
}

function waitForDatabase({ image, authority }: WorkerProps): RestrictedContainer {
  return {
    name: 'wait-for-database',
    image,
    command: ['node', 'app/database/wait-for-migrations.ts', 'worker'],
    envFrom: ENVIRONMENT,
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '250m', memory: '192Mi' } },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mountOf(authority)],
  };
}

const ENVIRONMENT = [{ configMapRef: { name: WEB_CONFIG } }, { secretRef: { name: SECRETS.databaseWorker } }];
