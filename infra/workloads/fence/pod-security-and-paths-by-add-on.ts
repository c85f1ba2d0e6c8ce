import { hostAndPortOf } from '../../settings/host-and-port-of-address.ts';
import type { Settings } from '../../settings/schema.ts';
import { ARGO_CD, REDIS } from '../defaults/names-and-ports.ts';
import {
  API_SERVER,
  API_SERVER_PORTS,
  INTERNET,
  NEIGHBOURS,
  type Path,
  type Pods,
  type Port,
  tcp,
} from '../defaults/network-path-and-known-ends.ts';
import { backupFolder, veleroFolder } from '../facts/object-store-folders-and-keys.ts';
import { TO_IDENTITY, toStore } from './backup-and-object-store-paths.ts';
import { visitors } from './people-paths.ts';

export type AddOnName = keyof Settings['addOns'];

/** Facts about the pods of a chart from which the fence of their namespace is made. */
export interface AddOnNeeds {
  /** Strictest Pod Security Standard that all pods of the chart comply with. */
  readonly podSecurity: (settings: Settings) => 'restricted' | 'baseline' | 'privileged';
  /**
   * Labels of all its pods, for a chart that may share a namespace with pods of the cluster.
   * @default every pod of the namespace, which has to be the chart's own: many charts run Jobs without any label
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Open paths besides those of every add-on, to the API server and to name servers. @default none */
  readonly paths?: (pods: PodsOf, settings: Settings) => readonly Path[];
}

/** Pods of the chart with a label `app.kubernetes.io/<label>`; without arguments, all of them. */
type PodsOf = (value?: string, label?: 'component' | 'name' | 'part-of') => Pods;

/**
 * Needs of each add-on. Sources: the templates and values of its chart, in the version of `default-chart-versions.ts`.
 *
 * A webhook is called by the API server, from the address of a node or of the cloud.
 */
export const ADD_ON_NEEDS: Readonly<Record<AddOnName, AddOnNeeds>> = {
  // Manifests are made from the repository, whose server may be anywhere, and charts from theirs.
  argoCd: {
    podSecurity: restricted,
    paths: (pods, { addOns, delivery, nodePorts }) => {
      const [server, repositories, redis] = ['server', 'repo-server', 'redis'].map((name) =>
        pods(`${ARGO_CD.name}-${name}`),
      ) as [Pods, Pods, Pods];
      const controller = pods(`${ARGO_CD.name}-application-controller`);
      const asked = [
        ...(delivery.kind === 'argo-cd' ? [delivery.repository] : []),
        ...Object.values(addOns).map(({ repository }) => repository),
      ];
      return [
        ...[server, controller].map((from) => ({ from, to: repositories, ports: tcp(8081) })),
        ...[server, controller, repositories].map((from) => ({ from, to: redis, ports: tcp(REDIS.port) })),
        { from: repositories, to: INTERNET, ports: portsOf(asked) },
        ...(delivery.kind === 'argo-cd' && delivery.signIn.kind === 'oidc'
          ? [{ from: server, to: INTERNET, ports: portsOf([delivery.signIn.issuer]) }]
          : []),
        ...(nodePorts.argoCd === undefined
          ? []
          : [{ from: visitors(nodePorts.from), to: server, ports: tcp(ARGO_CD.serverPort) }]),
      ];
    },
  },
  barmanCloud: {
    podSecurity: restricted,
    paths: (pods) => [{ from: pods('cloudnative-pg'), to: pods('plugin-barman-cloud'), ports: tcp(9090) }],
  },
  certManager: {
    podSecurity: restricted,
    paths: (pods, settings) => [
      calledByApiServer(pods('webhook', 'component'), 10250),
      ...validations(pods('controller', 'component'), settings),
    ],
  },
  cloudnativePg: {
    podSecurity: restricted,
    paths: (pods) => [calledByApiServer(pods('cloudnative-pg'), 9443)],
  },
  externalSecrets: {
    podSecurity: restricted,
    paths: (pods, { secrets: { source } }) => [
      calledByApiServer(pods('external-secrets-webhook'), 10250),
      {
        from: pods('external-secrets'),
        to: INTERNET,
        ports: portsOf(source.kind === 'vault' ? [source.server] : []),
      },
      { from: pods('external-secrets'), ...TO_IDENTITY },
    ],
  },
  // People come by port-forward, which connects from inside the pod.
  kubernetesDashboard: {
    podSecurity: restricted,
    paths: (pods) =>
      [pods('kong'), pods('kubernetes-dashboard', 'part-of')].map((from) => ({
        from,
        to: pods('kubernetes-dashboard', 'part-of'),
        ports: tcp(8000),
      })),
  },
  kyverno: {
    podSecurity: restricted,
    paths: (pods, { policies }) => [
      calledByApiServer(pods('admission-controller', 'component'), 9443),
      calledByApiServer(pods('cleanup-controller', 'component'), 9443),
      // Signatures are in the registry, and keyless ones in a public log besides.
      ...(policies.verifyImages ? [{ from: pods(), to: INTERNET, ports: tcp(443) }] : []),
    ],
  },
  // Its pods copy volumes to each other, at ports of a wide range; nodes mount them by iSCSI and NFS.
  longhorn: {
    podSecurity: () => 'privileged',
    paths: (pods) => [
      { from: pods(), to: pods(), ports: [] },
      { from: { ...NEIGHBOURS, name: 'nodes' }, to: pods(), ports: [2049, 3260, 9500].flatMap(tcp) },
      calledByApiServer(pods(), 9502),
    ],
  },
  metricsServer: {
    podSecurity: restricted,
    labels: { 'app.kubernetes.io/name': 'metrics-server' },
    paths: (pods) => [
      calledByApiServer(pods('metrics-server'), 10250),
      { from: pods('metrics-server'), to: { ...NEIGHBOURS, name: 'kubelets' }, ports: tcp(10250) },
    ],
  },
  // Its exporter of the nodes' figures reads their file systems.
  prometheusOperator: {
    podSecurity: (settings) => (isWatching(settings) ? 'privileged' : 'restricted'),
    paths: (pods, settings) => [
      calledByApiServer(pods(), 10250),
      ...(isWatching(settings) ? amongMonitors(pods()) : []),
    ],
  },
  // Its node agent reads the volumes of other pods on the node; the server starts pods that copy and maintain repositories.
  velero: {
    podSecurity: () => 'privileged',
    paths: (pods, settings) => {
      const folder = veleroFolder(settings);
      // A location of others is taken to be in the store of the backups, or on the internet; `connectsTo` names another one.
      return [
        { from: pods(), ...toStore(folder ?? backupFolder(settings) ?? {}) },
        ...(folder?.key ? [] : [{ from: pods(), ...TO_IDENTITY }]),
      ];
    },
  },
};

/** Ports of servers by their addresses, those of Git repositories among them; that of HTTPS in any case. */
function portsOf(addresses: readonly string[]): readonly Port[] {
  const ports = addresses.map((address) => hostAndPortOf(address).port);
  return [...new Set([443, ...ports])].flatMap(tcp);
}

function restricted(): 'restricted' {
  return 'restricted';
}

function calledByApiServer(to: Pods, port: number): Path {
  return { from: API_SERVER, to, ports: tcp(port) };
}

/**
 * Paths of an ACME order: to the authority, and to our own host, which cert-manager asks for the proof before it lets the
 * authority ask. That is an address outside, or one of the controller's pods, to which the cluster shortens the way.
 */
function validations(from: Pods, { exposure }: Settings): readonly Path[] {
  if (!('tls' in exposure) || exposure.tls?.from !== 'cert-manager') return [];
  const { issuer } = exposure.tls;
  if (issuer.kind === 'own-ca') return [];
  const asked = 'server' in issuer ? [issuer.server] : [];
  return [
    { from, to: INTERNET, ports: [...portsOf(asked), ...tcp(80)] },
    { from, to: { ...NEIGHBOURS, name: 'own-host' }, ports: [...tcp(80), ...tcp(8000)] },
    ...('controller' in exposure && 'namespace' in exposure.controller
      ? [
          {
            from,
            to: {
              name: 'controller',
              namespace: exposure.controller.namespace,
              labels: exposure.controller.podLabels,
              ours: false,
            },
            ports: [...tcp(80), ...tcp(8000)],
          },
        ]
      : []),
  ];
}

function isWatching({ observability }: Settings): boolean {
  return observability.metrics.kind === 'operator';
}

/** Paths of the Prometheus that the bundle brings: to its own parts, to the nodes, and of its alerts to their receivers. */
function amongMonitors(pods: Pods): readonly Path[] {
  const inside: readonly Port[] = [
    ...[8080, 9090, 9093, 9094, 10250].flatMap(tcp),
    { protocol: 'UDP', port: 9094 },
  ];
  // Exporters of the nodes, kubelets, and the control plane's parts that listen on their node.
  const onNodes = [2381, 9100, 10249, 10250, 10257, 10259].flatMap(tcp);
  return [
    { from: pods, to: pods, ports: inside },
    { from: pods, to: { ...NEIGHBOURS, name: 'nodes' }, ports: onNodes },
    { from: pods, to: INTERNET, ports: [...tcp(443), ...tcp(587)] },
  ];
}

/** Path of every pod of an add-on to the API server. */
export const TO_API_SERVER = { to: API_SERVER, ports: API_SERVER_PORTS };
