import { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { encryptedPort } from '../defaults/app-pod-tls.ts';
import { appVersion } from '../defaults/app-version-variable.ts';
import { Scaled, type Scaling } from '../defaults/autoscaler-and-disruption-budget.ts';
import { type Rollout, rolled } from '../defaults/deployment-and-statefulset-specs.ts';
import { graceFor, LEAVING } from '../defaults/graceful-shutdown.ts';
import { APP_AUTHORITY, FRONTEND, WEB } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import { labelsOf, probe, type Resources, restrictedPod, scratch } from '../defaults/pod.ts';
import { priorityClass } from '../defaults/pod-priorities.ts';
import { SCRAPE } from '../defaults/prometheus-scrape-annotations.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { fileOf, mountOf, platformAuthority, volumesOf } from '../facts/certificate-authority-volume.ts';

export interface FrontendProps {
  /** Image of the app, which contains the frontend. */
  readonly image: string;
  /** Origin that people type. */
  readonly publicUrl: string;
  readonly logLevel: string;
  /** Number of proxies in front of the frontend. */
  readonly trustedProxies: number;
  /** Seconds during which a leaving pod reports not ready and still serves. */
  readonly drainSeconds: number;
  readonly maxUploadMebibytes: number;
  readonly resources: Resources;
  readonly rollout: Rollout;
  /** @default any node */
  readonly placement?: Placement | undefined;
  readonly scaling: Omit<Scaling, 'memoryPercent'>;
  /** Serve TLS too, with the certificate in Secret `frontend-tls`, and speak TLS with the app. @default false */
  readonly encrypted?: boolean;
  /** Annotate the pods so that a Prometheus that is not ours discovers them. */
  readonly annotated: boolean;
}

/** The tier in front of the app: static files, error pages while the app is down, and a proxy to it. No secret but its own key. */
export class Frontend extends Construct {
  constructor(scope: Construct, id: string, props: FrontendProps) {
    super(scope, id);
    const { name } = FRONTEND;
    const labels = labelsOf(name);
    const config = variables(props);
    const tls = props.encrypted ? encryptedPort(FRONTEND) : undefined;
    const authority = props.encrypted ? platformAuthority(APP_AUTHORITY) : undefined;
    const ask = (path: string) => ({ httpGet: { path, port: 'http' } });

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'config', 'ConfigMap', { metadata: { name }, data: config });
    new Kube(this, 'server', 'Deployment', {
      metadata: { name, labels },
      spec: rolled({
        name,
        rollout: props.rollout,
        template: restrictedPod({
          name,
          user: 1000,
          graceSeconds: graceFor(props.drainSeconds),
          priorityClass: priorityClass(this, 'app'),
          annotations: { [CONFIG_CHECKSUM]: checksum([config]), ...(props.annotated && SCRAPE) },
          spread: true,
          placement: props.placement,
          containers: [
            {
              name,
              image: props.image,
              command: ['node', 'app/frontend/server.ts'],
              envFrom: [{ configMapRef: { name } }],
              ports: [
                { name: 'http', containerPort: FRONTEND.port },
                ...(tls?.ports ?? []),
                { name: 'metrics', containerPort: FRONTEND.metricsPort },
              ],
              resources: props.resources,
              startupProbe: probe(ask(FRONTEND.health), { every: 1, failures: 60, timeout: 3 }),
              livenessProbe: probe(ask(FRONTEND.health), { every: 10, failures: 3, timeout: 5 }),
              readinessProbe: probe(ask(FRONTEND.ready), { every: 5, failures: 2, timeout: 3 }),
              lifecycle: LEAVING,
              volumeMounts: [
                { name: 'tmp', mountPath: '/tmp' },
                ...mountOf(authority),
                ...(tls?.mounts ?? []),
              ],
            },
          ],
          volumes: [scratch('tmp', '16Mi'), ...volumesOf(authority), ...(tls?.volumes ?? [])],
        }),
      }),
    });
    new Scaled(this, 'scaling', { name, ...props.scaling });
  }
}

function variables(props: FrontendProps): Record<string, string> {
  return {
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    PORT: String(FRONTEND.port),
    METRICS_PORT: String(FRONTEND.metricsPort),
    PUBLIC_URL: props.publicUrl,
    LOG_LEVEL: props.logLevel,
    DRAIN_SECONDS: String(props.drainSeconds),
    TRUSTED_PROXIES: String(props.trustedProxies),
    UPLOAD_MAX_BYTES: String(props.maxUploadMebibytes * 2 ** 20),
    ...appVersion(props.image),
    ...(props.encrypted
      ? {
          ...encryptedPort(FRONTEND).variables,
          UPSTREAM: `https://${WEB.name}`,
          UPSTREAM_CA_FILE: fileOf(APP_AUTHORITY),
        }
      : { UPSTREAM: `http://${WEB.name}` }),
  };
}
