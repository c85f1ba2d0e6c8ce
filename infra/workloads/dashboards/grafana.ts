import type { Construct } from 'constructs';
import { toYaml } from '../../manifests/format-yaml.ts';
import { token } from '../../manifests/placeholder-tokens.ts';
import { GRAFANA, SECRETS } from '../defaults/names-and-ports.ts';
import { probe, type Resources, scratch } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import type { DeclaredValue } from '../secrets/declared-value-types.ts';
import { grafanaModel } from './dashboard-json.ts';
import type { Dashboard, DataSource } from './dashboard-types-and-panel-makers.ts';
import { dataSourcesFile, providersFile } from './grafana-provisioning-files.ts';

export interface GrafanaProps {
  readonly image: string;
  readonly dataSources: readonly DataSource[];
  readonly dashboards: readonly Dashboard[];
  /** Rotation number of the password of `admin`; a higher number makes a new password. */
  readonly rotation: number;
  readonly resources: Resources;
}

/** A Grafana configured by its ConfigMaps alone: changes by hand are lost with the pod. */
export class Grafana extends SinglePodServer {
  /** The password of `admin`. */
  readonly value: DeclaredValue;

  constructor(scope: Construct, id: string, props: GrafanaProps) {
    const { name, port } = GRAFANA;
    const provisioning = {
      'datasources.yaml': toYaml([dataSourcesFile(props.dataSources)]),
      'dashboards.yaml': toYaml([providersFile(DASHBOARDS)]),
    };
    const dashboards = Object.fromEntries(
      props.dashboards.map((one) => [`${one.uid}.json`, `${JSON.stringify(grafanaModel(one), null, 1)}\n`]),
    );
    const alive = { httpGet: { path: '/api/health', port: 'http' } };
    super(scope, id, {
      name,
      user: 472,
      graceSeconds: 10,
      configMaps: [
        { volume: 'provisioning', files: provisioning },
        { volume: 'dashboards', name: BOARDS, files: dashboards },
      ],
      service: { ports: [{ name: 'http', port, targetPort: 'http' }] },
      container: {
        image: props.image,
        env: Object.entries(CONFIG).map(([key, value]) => ({ name: `GF_${key}`, value })),
        envFrom: [{ secretRef: { name: SECRETS.grafana } }],
        ports: [{ name: 'http', containerPort: port }],
        resources: props.resources,
        startupProbe: probe(alive, { every: 2, failures: 60, timeout: 3 }),
        livenessProbe: probe(alive, { every: 10, failures: 6, timeout: 5 }),
        readinessProbe: probe(alive, { every: 5, failures: 3, timeout: 3 }),
        volumeMounts: [
          ...['datasources', 'dashboards'].map((kind) => ({
            name: 'provisioning',
            mountPath: `/etc/grafana/provisioning/${kind}/${kind}.yaml`,
            subPath: `${kind}.yaml`,
            readOnly: true,
          })),
          { name: 'dashboards', mountPath: DASHBOARDS, readOnly: true },
          { name: 'data', mountPath: '/var/lib/grafana' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
      volumes: [scratch('data', '256Mi'), scratch('tmp', '64Mi')],
    });
    const passwordToken = 'grafana.password';
    this.value = { token: passwordToken, made: { by: 'random', length: 32, rotation: props.rotation } };
    new Kube(this, 'secret', 'Secret', {
      metadata: { name: SECRETS.grafana },
      type: 'Opaque',
      stringData: { GF_SECURITY_ADMIN_PASSWORD: token(passwordToken) },
    });
  }
}

/** ConfigMap of the dashboards, and its mount path. */
const BOARDS = 'grafana-dashboards';
const DASHBOARDS = '/etc/grafana/dashboards';

/** Settings that differ from Grafana's defaults: no anonymous access, no sign-up, and no requests to the internet. */
const CONFIG: Readonly<Record<string, string>> = {
  AUTH_ANONYMOUS_ENABLED: 'false',
  USERS_ALLOW_SIGN_UP: 'false',
  SECURITY_DISABLE_GRAVATAR: 'true',
  SECURITY_COOKIE_SAMESITE: 'strict',
  ANALYTICS_REPORTING_ENABLED: 'false',
  ANALYTICS_CHECK_FOR_UPDATES: 'false',
  ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
  NEWS_NEWS_FEED_ENABLED: 'false',
  PLUGINS_PREINSTALL_DISABLED: 'true',
  SNAPSHOTS_EXTERNAL_ENABLED: 'false',
  DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: `${DASHBOARDS}/finance-app.json`,
  LOG_MODE: 'console',
  LOG_CONSOLE_FORMAT: 'json',
};
