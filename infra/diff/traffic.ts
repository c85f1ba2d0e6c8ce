import { type Endpoint, networkOf, type Target } from '../manifests/evaluate-network-policies.ts';
import { type KubeObject, podTemplate } from '../manifests/object.ts';
import { ofKind, type Peer } from '../manifests/objects-of-kind.ts';

/** A connection that only one of two sets of manifests allows. */
export interface Way {
  readonly from: string;
  readonly to: string;
  readonly port: string;
}

export interface Traffic {
  readonly opened: readonly Way[];
  readonly closed: readonly Way[];
}

/**
 * Compares the connections that the NetworkPolicies of two sets allow: between the pods of both sets, the other endpoints
 * that policies name, and the Internet, on every port that a policy or a container names.
 */
export function traffic(before: readonly KubeObject[], after: readonly KubeObject[]): Traffic {
  const everything = [...before, ...after];
  const ends = [...endsIn(everything)];
  const targets = [...targetsIn(everything)];
  const [wasOpen, isOpen] = [networkOf(before), networkOf(after)];
  const opened: Way[] = [];
  const closed: Way[] = [];
  for (const [from, source] of ends) {
    for (const [to, destination] of ends) {
      if (from === to || !(isPod(source) || isPod(destination))) continue;
      const [existed, exists] = [exist(before, source, destination), exist(after, source, destination)];
      for (const [port, target] of targets) {
        const was = existed && wasOpen(source, destination, target);
        const is = exists && isOpen(source, destination, target);
        if (is && !was) opened.push({ from, to, port });
        if (was && !is) closed.push({ from, to, port });
      }
    }
  }
  return { opened, closed };
}

type Ends = Map<string, Endpoint & { readonly ours?: true }>;

/** Address that no network uses (RFC 5737), in place of the Internet. */
const INTERNET = { address: '203.0.113.1' };

function endsIn(objects: readonly KubeObject[]): Ends {
  const ends: Ends = new Map([['the Internet', INTERNET]]);
  for (const policy of ofKind(objects, 'NetworkPolicy')) {
    const { ingress = [], egress = [] } = policy.spec;
    const peers = [...ingress.flatMap(({ from = [] }) => from), ...egress.flatMap(({ to = [] }) => to)];
    for (const peer of peers) addPeer(ends, peer, policy.metadata.namespace ?? '');
  }
  for (const object of objects) {
    const { namespace } = object.metadata;
    const labels = podTemplate(object)?.metadata?.labels;
    const name = labels?.['app.kubernetes.io/name'] ?? object.metadata.name;
    if (labels && namespace) ends.set(`${namespace}/${name}`, { namespace, labels, ours: true });
  }
  return ends;
}

function addPeer(ends: Ends, { namespaceSelector, podSelector, ipBlock }: Peer, own: string): void {
  if (ipBlock && !ipBlock.cidr.includes(':') && ipBlock.cidr !== '0.0.0.0/0')
    ends.set(ipBlock.cidr, { address: ipBlock.cidr.split('/')[0] ?? '' });
  const namespace = namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
  if (ipBlock || namespace === undefined || namespace === own) return;
  const labels = podSelector?.matchLabels ?? {};
  const name = Object.values(labels).join(',') || '*';
  ends.set(`${namespace}/${name}`, { namespace, labels });
}

function targetsIn(objects: readonly KubeObject[]): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  const add = (port: unknown, protocol = 'TCP') => {
    if (typeof port !== 'number' || (protocol !== 'TCP' && protocol !== 'UDP')) return;
    targets.set(`${protocol} ${port}`, { port, protocol });
  };
  for (const { spec } of ofKind(objects, 'NetworkPolicy')) {
    for (const { ports = [] } of [...(spec.ingress ?? []), ...(spec.egress ?? [])])
      for (const { port, protocol } of ports) add(port, protocol);
  }
  for (const object of objects) {
    const template = podTemplate(object);
    for (const { ports = [] } of template?.spec.containers ?? [])
      for (const { containerPort, protocol } of ports) add(containerPort, protocol);
  }
  return targets;
}

function isPod(end: Endpoint): boolean {
  return 'labels' in end;
}

/** True when the endpoints exist in a set: our pods with their workloads; all others always, since they are not ours. */
function exist(
  objects: readonly KubeObject[],
  ...ends: ReadonlyArray<Endpoint & { readonly ours?: true }>
): boolean {
  return ends.every(
    (end) =>
      !end.ours ||
      !('labels' in end) ||
      objects.some(
        (object) =>
          object.metadata.namespace === end.namespace &&
          JSON.stringify(podTemplate(object)?.metadata?.labels) === JSON.stringify(end.labels),
      ),
  );
}
