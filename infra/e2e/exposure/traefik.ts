import { defineKindsOf } from '../dry-run/install-crds.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';

/** A separate Traefik for the test, which serves Ingresses and Gateways of a class of its own. */
export interface Edge {
  readonly className: string;
  readonly namespace: string;
  /** Addresses (`IP:PORT`) at which it listens for http and for https. */
  readonly http: string;
  readonly https: string;
  /** URL of its metrics. */
  readonly metrics: string;
  remove(): Promise<void>;
}

const KINDS = {
  'traefik.io/v1alpha1': [
    'IngressRoute',
    'IngressRouteTCP',
    'IngressRouteUDP',
    'Middleware',
    'MiddlewareTCP',
    'ServersTransport',
    'ServersTransportTCP',
    'TLSOption',
    'TLSStore',
    'TraefikService',
  ],
  'gateway.networking.k8s.io/v1': [
    'Gateway',
    'GatewayClass',
    'HTTPRoute',
    'GRPCRoute',
    'ReferenceGrant',
    'BackendTLSPolicy',
  ],
};

/**
 * Starts a second Traefik from the cluster's own image, with its custom kinds and the Gateway API switched on.
 *
 * @returns the reason instead when the cluster has no Traefik, or the definitions are not available
 */
export async function traefik(namespace: string): Promise<Edge | string> {
  const cluster = await get('deployment', 'traefik', '--namespace', 'kube-system').catch(() => undefined);
  if (!cluster) return 'no Deployment traefik in kube-system whose image could be used';
  const kinds = Object.entries(KINDS).flatMap(([apiVersion, names]) =>
    names.map((kind) => ({ apiVersion, kind, metadata: { name: 'any' } })),
  );
  const custom = await defineKindsOf(kinds);
  const remove = async () => {
    await kubectl('delete', 'clusterrole,clusterrolebinding,ingressclass', namespace, '--ignore-not-found');
    await kubectl('delete', 'gatewayclass', namespace, '--ignore-not-found').catch(() => '');
    await kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=false');
    await custom.remove();
  };
  if (custom.missing.size > 0) {
    await remove();
    return [...custom.missing].map(([kind, reason]) => `${kind}: ${reason}`).join('; ');
  }
  const { spec } = cluster.spec.template;
  const items = objects(namespace, spec.containers[0].image, spec.nodeSelector);
  await kubectlWith(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), 'create', '--filename', '-');
  await kubectl('rollout', 'status', 'deployment/edge', '--timeout=120s', '--namespace', namespace);
  const pods = await get('pods', '--namespace', namespace, '--selector', 'app=edge');
  const ip = pods.items[0].status.podIP as string;
  const at = { http: `${ip}:8000`, https: `${ip}:8443`, metrics: `http://${ip}:9000/metrics` };
  return { className: namespace, namespace, ...at, remove };
}

function objects(namespace: string, image: string, nodeSelector?: object): readonly object[] {
  const named = { metadata: { name: namespace } };
  const inside = { metadata: { name: 'edge', namespace } };
  const read = ['get', 'list', 'watch'];
  const provider = (name: string) => `--providers.kubernetes${name}=true`;
  return [
    { apiVersion: 'v1', kind: 'Namespace', ...named },
    { apiVersion: 'v1', kind: 'ServiceAccount', ...inside },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      ...named,
      rules: [
        {
          apiGroups: ['', 'discovery.k8s.io', 'networking.k8s.io', 'traefik.io', 'gateway.networking.k8s.io'],
          resources: ['*'],
          verbs: read,
        },
        {
          apiGroups: ['networking.k8s.io', 'gateway.networking.k8s.io'],
          resources: ['*/status'],
          verbs: ['update', 'patch'],
        },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      ...named,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: namespace },
      subjects: [{ kind: 'ServiceAccount', name: 'edge', namespace }],
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      ...named,
      spec: { controller: 'traefik.io/ingress-controller' },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      ...named,
      spec: { controllerName: 'traefik.io/gateway-controller' },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      ...inside,
      spec: {
        selector: { matchLabels: { app: 'edge' } },
        template: {
          metadata: { labels: { app: 'edge' } },
          spec: {
            serviceAccountName: 'edge',
            ...(nodeSelector && { nodeSelector }),
            containers: [
              {
                name: 'traefik',
                image,
                imagePullPolicy: 'IfNotPresent',
                args: [
                  '--entrypoints.web.address=:8000',
                  '--entrypoints.websecure.address=:8443',
                  '--ping=true',
                  '--entrypoints.traefik.address=:9000',
                  '--metrics.prometheus=true',
                  provider('ingress'),
                  `--providers.kubernetesingress.ingressclass=${namespace}`,
                  provider('crd'),
                  provider('gateway'),
                ],
                readinessProbe: { httpGet: { path: '/ping', port: 9000 }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    },
  ];
}
