import { Problem } from '../command/problem.ts';
import type { Settings } from '../settings/schema.ts';
import {
  ALERTMANAGER,
  ARGO_CD,
  GRAFANA,
  JAEGER,
  POSTGRES,
  PROMETHEUS,
  SECRETS,
} from '../workloads/defaults/names-and-ports.ts';
import { REPORTS, webRole } from '../workloads/secrets/secrets.ts';

/** Something in the cluster that people open through a forwarded port. */
export interface WayIn {
  readonly namespace: string;
  readonly service: string;
  /** Port of the Service. */
  readonly port: number;
  /** Port of this machine that is taken unless another one is asked for. */
  readonly localPort: number;
  /** Secret that names the user of the address: a rotation that is not deployed yet is in the settings already. */
  readonly user?: { readonly secret: string; readonly key: string };
  /** Address at a local port; without a user, it names the one of the settings. */
  readonly address: (port: number, user?: string) => string;
  /** How to sign in; each line stands alone. */
  readonly signIn: readonly string[];
}

type Find = (settings: Settings) => WayIn | string;

/**
 * Finds a way in by its name.
 *
 * @throws Problem for an unknown name, or one that the settings switch off, with the setting that switches it on
 */
export function wayIn(name: string, settings: Settings): WayIn {
  const find = Object.hasOwn(WAYS_IN, name) ? WAYS_IN[name] : undefined;
  if (!find) throw new Problem(`there is no "${name}" to open: ${Object.keys(WAYS_IN).join(', ')}`);
  const found = find(settings);
  if (typeof found === 'string') throw new Problem(`this stack has no ${name}: ${found}`);
  return found;
}

const http = (port: number) => `http://127.0.0.1:${port}`;
const https = (port: number) => `https://127.0.0.1:${port}`;
const NOBODY_ASKS = ['it asks for no password: it can be reached through this port only'];
const OWN_CERTIFICATE = 'the browser does not know its certificate: accept it for 127.0.0.1';

/** Ways in by name; a text says which setting is missing. */
export const WAYS_IN: Readonly<Record<string, Find>> = {
  grafana: ({ observability: { namespace, dashboards } }) =>
    dashboards.kind === 'none'
      ? 'set observability.dashboards.kind to grafana'
      : {
          ...at(namespace, GRAFANA.name, GRAFANA.port),
          signIn: [
            'user admin, and the password that this prints:',
            `  ${secretValue(namespace, SECRETS.grafana, 'GF_SECURITY_ADMIN_PASSWORD')}`,
          ],
        },
  prometheus: ({ observability: { namespace, metrics } }) =>
    metrics.kind === 'self-contained'
      ? { ...at(namespace, PROMETHEUS.name, PROMETHEUS.port), signIn: NOBODY_ASKS }
      : 'set observability.metrics.kind to self-contained',
  alertmanager: ({ observability: { namespace, metrics } }) =>
    metrics.kind === 'self-contained'
      ? { ...at(namespace, ALERTMANAGER.name, ALERTMANAGER.port), signIn: NOBODY_ASKS }
      : 'set observability.metrics.kind to self-contained',
  jaeger: ({ observability: { namespace, traces } }) =>
    traces.kind === 'none'
      ? 'set observability.traces.kind to jaeger'
      : { ...at(namespace, JAEGER.name, JAEGER.queryPort), signIn: NOBODY_ASKS },
  argocd: ({ addOns, delivery }) =>
    delivery.kind === 'argo-cd'
      ? {
          ...at(delivery.namespace, ARGO_CD.server, 443, 8443),
          address: https,
          signIn: [OWN_CERTIFICATE, ...signInToArgoCd(delivery, addOns.argoCd !== undefined)],
        }
      : 'set delivery.kind to argo-cd',
  dashboard: ({ addOns: { kubernetesDashboard }, namespace }) =>
    kubernetesDashboard
      ? {
          ...at(kubernetesDashboard.namespace, 'kubernetes-dashboard-kong-proxy', 443, 8444),
          address: https,
          signIn: [
            OWN_CERTIFICATE,
            `the token of who signs in, such as: kubectl --namespace ${namespace} create token access-viewer, after npm run access -- viewer`,
          ],
        }
      : 'set addOns.kubernetesDashboard',
  database: ({ namespace, database, secrets }) => {
    if (database.mode === 'external') return `it is at ${database.host}:${database.port}`;
    if (database.mode === 'rds') return 'it is in RDS, whose address the output database of the stack says';
    const service = database.mode === 'cloudnative-pg' ? `${POSTGRES.name}-rw` : POSTGRES.name;
    return {
      ...at(namespace, service, POSTGRES.port),
      user: { secret: SECRETS.database, key: 'DB_USER' },
      address: (port, user = webRole(secrets.rotation.database)) =>
        `postgres://${user}@127.0.0.1:${port}/${database.name}`,
      signIn: [
        'as the app, whom row-level security shows no rows of its own accord; the password is what this prints:',
        `  ${secretValue(namespace, SECRETS.database, 'DB_PASSWORD')}`,
        ...(database.reports
          ? [
              `as ${REPORTS} in the place of that user, who reads the figures of all books in schema reports:`,
              `  ${secretValue(namespace, SECRETS.databaseReports, 'DB_REPORTS_PASSWORD')}`,
            ]
          : []),
      ],
    };
  },
};

type ArgoCdDelivery = Extract<Settings['delivery'], { readonly kind: 'argo-cd' }>;

function signInToArgoCd({ namespace, signIn }: ArgoCdDelivery, isOurs: boolean): readonly string[] {
  if (isOurs && signIn.kind === 'oidc') return ['by your OpenID Connect provider'];
  if (isOurs && signIn.kind === 'none')
    return [
      'nobody may sign in: set delivery.signIn, or look without the page:',
      `  kubectl --namespace ${namespace} get applications`,
    ];
  return [
    'user admin, and the password that this prints, unless it was changed:',
    `  ${secretValue(namespace, 'argocd-initial-admin-secret', 'password')}`,
  ];
}

function at(namespace: string, service: string, port: number, localPort = port) {
  return { namespace, service, port, localPort, address: http };
}

/** Command that prints a value of a Secret: nobody else sees it on this screen. */
function secretValue(namespace: string, secret: string, key: string): string {
  return `kubectl --namespace ${namespace} get secret ${secret} --output go-template='${valueTemplate(key)}'`;
}

/** Template by which kubectl prints a value of a Secret. */
export function valueTemplate(key: string): string {
  return `{{index .data "${key}" | base64decode}}`;
}
