import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { token } from '../../manifests/tokens.ts';
import { toYaml } from '../../manifests/yaml.ts';
import { housePod, labelsOf, probe, type Resources, scratch } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { GRAFANA, SECRETS } from '../house/names.ts';
import { replaced } from '../house/specs.ts';
import type { DeclaredValue } from '../secrets/secrets.ts';
import type { Dashboard, DataSource } from './dashboard.ts';
import { dataSourcesFile, providersFile } from './grafana-files.ts';
import { grafanaModel } from './grafana-model.ts';

export interface GrafanaProps {
  readonly image: string;
  readonly dataSources: readonly DataSource[];
  readonly dashboards: readonly Dashboard[];
  /** How often the password of `admin` was made anew. */
  readonly rotation: number;
  readonly resources: Resources;
}

/** A Grafana that is all in its ConfigMaps: what is changed by hand in it is gone with its pod. */
export class Grafana extends Construct {
  /** The password of `admin`. */
  readonly value: DeclaredValue;

  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const { name, port } = GRAFANA;
    const labels = labelsOf(name);
    const passwordToken = 'grafana.password';
    this.value = { token: passwordToken, made: { by: 'random', length: 32, rotation: props.rotation } };
    const provisioning = {
      'datasources.yaml': toYaml([dataSourcesFile(props.dataSources)]),
      'dashboards.yaml': toYaml([providersFile(DASHBOARDS)]),
    };
    const dashboards = Object.fromEntries(
      props.dashboards.map((one) => [`${one.uid}.json`, `${JSON.stringify(grafanaModel(one), null, 1)}\n`]),
    );
    const alive = { httpGet: { path: '/api/health', port: 'http' } };

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'secret', 'Secret', {
      metadata: { name: SECRETS.grafana },
      type: 'Opaque',
      stringData: { GF_SECURITY_ADMIN_PASSWORD: token(passwordToken) },
    });
    new Kube(this, 'provisioning', 'ConfigMap', { metadata: { name }, data: provisioning });
    new Kube(this, 'dashboards', 'ConfigMap', { metadata: { name: BOARDS }, data: dashboards });
    new Kube(this, 'service', 'Service', {
      metadata: { name, labels },
      spec: { selector: labels, ports: [{ name: 'http', port, targetPort: 'http' }] },
    });
    new Kube(this, 'server', 'Deployment', {
      metadata: { name, labels },
      spec: replaced({
        name,
        template: housePod({
          name,
          user: 472,
          graceSeconds: 10,
          annotations: { [CONFIG_CHECKSUM]: checksum([provisioning, dashboards]) },
          containers: [
            {
              name,
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
          ],
          volumes: [
            { name: 'provisioning', configMap: { name } },
            { name: 'dashboards', configMap: { name: BOARDS } },
            scratch('data', '256Mi'),
            scratch('tmp', '64Mi'),
          ],
        }),
      }),
    });
  }
}

/** The ConfigMap of the dashboards, and where Grafana finds it. */
const BOARDS = 'grafana-dashboards';
const DASHBOARDS = '/etc/grafana/dashboards';

/** What differs from its defaults: nobody comes in without the password, and it asks nobody on the internet. */
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
