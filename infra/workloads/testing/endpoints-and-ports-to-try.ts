import type { Endpoint, PodEndpoint, Target } from '../../manifests/evaluate-network-policies.ts';
import { type KubeObject, podTemplate } from '../../manifests/object.ts';
import { operated } from '../../manifests/objects-created-by-operators.ts';
import { ofKind } from '../../manifests/objects-of-kind.ts';

/** Endpoints of connections by name; those of the platform's own pods are derived from its objects. */
export type Ends = Readonly<Record<string, Endpoint>>;

/** Pods of others that a cluster may have, and addresses outside of it. */
const BESIDE: Ends = {
  traefik: named('traefik', 'kube-system'),
  dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  operator: named('cloudnative-pg', 'cnpg-system'),
  neighbour: { namespace: 'kube-system', labels: { 'k8s-app': 'metrics-server' } },
  scraper: named('prometheus', 'scrapers'),
  falseDns: { namespace: 'default', labels: { 'k8s-app': 'kube-dns' } },
  falseTraefik: named('traefik', 'default'),
  internet: { address: '93.184.216.34' },
  internet6: { address: '2606:2800:220:1::1' },
  metadata: { address: '169.254.169.254' },
  identity: { address: '169.254.170.23' },
  minio: named('minio', 'minio'),
  besideMinio: named('console', 'minio'),
  metadata6: { address: 'fd00:ec2::254' },
  node: { address: '10.44.0.1' },
  node6: { address: 'fd12:3456::7' },
  office: { address: '192.168.1.10' },
  alb: { address: '10.64.192.10' },
  neighbourOfAlb: { address: '10.64.0.10' },
  nodeDns: { address: '172.20.0.10' },
  otherNodeDns: { address: '10.100.0.10' },
};

/**
 * Endpoints of every workload's pods, as `web` or, outside of the first namespace, `monitoring/grafana`; for each one an
 * impostor with the same labels in a namespace that is not ours; and a stranger in each of our namespaces.
 *
 * @param more pods created by a controller, which no object describes
 */
export function networkEndpoints(
  objects: readonly KubeObject[],
  more: Readonly<Record<string, PodEndpoint>> = {},
) {
  const namespaces = ofKind(objects, 'Namespace').map(({ metadata }) => metadata.name);
  const short = (namespace: string, name: string) =>
    namespace === namespaces[0] ? name : `${namespace}/${name}`;
  const ours: Record<string, PodEndpoint> = { ...more };
  for (const object of objects) {
    const made = operated(object);
    const template = made?.template ?? podTemplate(object);
    if (!template) continue;
    const { namespace = '' } = object.metadata;
    const labels = template.metadata?.labels ?? {};
    const { name } = object.metadata;
    ours[short(namespace, labels['app.kubernetes.io/name'] ?? name)] = { namespace, labels };
    if (made) ours[short(namespace, `another ${name}`)] = { namespace, labels }; // its pods connect to each other
  }
  const impostors = Object.entries(ours).map(
    ([name, { labels }]) => [`impostor of ${name}`, { namespace: 'default', labels }] as const,
  );
  for (const namespace of namespaces) ours[short(namespace, 'stranger')] = { namespace, labels: {} };
  return { ours, all: { ...ours, ...Object.fromEntries(impostors), ...BESIDE } as Ends, namespaces };
}

/** Every port that a policy names, and some that none may open. */
export function targetsOf(objects: readonly KubeObject[]): readonly Target[] {
  const rules = ofKind(objects, 'NetworkPolicy').flatMap(({ spec }) => [
    ...(spec.ingress ?? []),
    ...(spec.egress ?? []),
  ]);
  const ports = rules.flatMap(({ ports: list = [] }) => list.map(({ port }) => Number(port)));
  const tcp = [...new Set([...ports, 22, 53, 80, 443, 587, 5432, 6379, 6443])];
  return [
    ...tcp.map((port) => ({ port, protocol: 'TCP' }) as const),
    ...[53, 5432].map((port) => ({ port, protocol: 'UDP' }) as const),
  ];
}

function named(name: string, namespace: string): PodEndpoint {
  return { namespace, labels: { 'app.kubernetes.io/name': name } };
}
