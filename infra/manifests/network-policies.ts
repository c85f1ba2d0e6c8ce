import { BlockList, isIPv6 } from 'node:net';
import { type Labels, type Of, ofKind, type Peer, type Port } from './kinds.ts';
import type { KubeObject } from './object.ts';
import { matches } from './selector.ts';

/** One end of a connection: a pod, or an IPv4 or IPv6 address outside the cluster. */
export type Endpoint = PodEndpoint | { readonly address: string };

export interface PodEndpoint {
  readonly namespace: string;
  readonly labels: Labels;
}

/** Destination port of a connection. */
export interface Target {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/**
 * Evaluates the NetworkPolicies among some objects: a connection needs permission for egress at the pod where it starts, and
 * for ingress at the pod where it ends. Pods without a policy for a direction are open in it; other addresses always are.
 *
 * @returns a predicate that is true for allowed connections; it throws Error for a rule with a named port, which is not
 * resolved here
 */
export function networkOf(
  objects: readonly KubeObject[],
): (from: Endpoint, to: Endpoint, target: Target) => boolean {
  const policies = ofKind(objects, 'NetworkPolicy');
  const known = { Egress: new Map<Endpoint, Rules>(), Ingress: new Map<Endpoint, Rules>() };
  const rules = (direction: Direction, end: Endpoint) => {
    const found = known[direction].get(end) ?? rulesFor(policies, direction, end);
    known[direction].set(end, found);
    return found;
  };
  return (from, to, target) =>
    passes(rules('Egress', from), from, to, target) && passes(rules('Ingress', to), to, from, target);
}

type Direction = 'Ingress' | 'Egress';
type Policy = Of<'NetworkPolicy'>;
/** Rules of an endpoint for a direction; `undefined` when no policy selects it, so that everything is allowed. */
type Rules = { readonly list: readonly Rule[] | undefined };

function rulesFor(policies: readonly Policy[], direction: Direction, end: Endpoint): Rules {
  if (!('labels' in end)) return { list: undefined };
  const selecting = policies
    .filter(({ metadata }) => metadata.namespace === end.namespace)
    .filter(({ spec }) => directionsOf(spec).includes(direction) && matches(spec.podSelector, end.labels));
  if (selecting.length === 0) return { list: undefined };
  return { list: selecting.flatMap(({ spec }) => rulesOf(spec, direction)) };
}

function passes({ list }: Rules, end: Endpoint, other: Endpoint, target: Target): boolean {
  if (list === undefined || !('labels' in end)) return true;
  return list.some(
    ({ peers = [], ports = [] }) =>
      (peers.length === 0 || peers.some((peer) => isIn(peer, other, end.namespace))) &&
      (ports.length === 0 || ports.some((port) => isPort(port, target))),
  );
}

/** Directions of a policy; without policyTypes these are Ingress, and Egress when it has such rules. */
function directionsOf({ policyTypes, egress }: Policy['spec']): readonly string[] {
  return policyTypes ?? (egress ? ['Ingress', 'Egress'] : ['Ingress']);
}

interface Rule {
  readonly peers?: readonly Peer[] | undefined;
  readonly ports?: readonly Port[] | undefined;
}

function rulesOf({ ingress = [], egress = [] }: Policy['spec'], direction: Direction): readonly Rule[] {
  return direction === 'Ingress'
    ? ingress.map(({ from, ports }) => ({ peers: from, ports }))
    : egress.map(({ to, ports }) => ({ peers: to, ports }));
}

/** True when a peer matches an endpoint. IP blocks only match addresses outside the cluster: those of pods are not known. */
function isIn(
  { ipBlock, podSelector, namespaceSelector }: Peer,
  other: Endpoint,
  namespace: string,
): boolean {
  if (!('labels' in other)) {
    if (!ipBlock) return false;
    return (
      inRange(other.address, ipBlock.cidr) && !ipBlock.except?.some((range) => inRange(other.address, range))
    );
  }
  if (ipBlock) return false;
  const sameNamespace = namespaceSelector
    ? matches(namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace })
    : other.namespace === namespace;
  return sameNamespace && matches(podSelector ?? {}, other.labels);
}

function isPort({ port, endPort, protocol = 'TCP' }: Port, target: Target): boolean {
  if (protocol !== target.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'string') throw new Error(`a network policy names its port "${port}": give its number`);
  return target.port >= port && target.port <= (endPort ?? port);
}

function inRange(address: string, cidr: string): boolean {
  const [base = '', bits = ''] = cidr.split('/');
  const family = (ip: string) => (isIPv6(ip) ? 'ipv6' : 'ipv4');
  if (family(address) !== family(base)) return false;
  const range = new BlockList();
  range.addSubnet(base, Number(bits), family(base));
  return range.check(address, family(address));
}
