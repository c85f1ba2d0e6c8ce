import { BlockList, isIPv6 } from 'node:net';
import type { KubeObject } from './object.ts';
import { type Labels, type Of, ofKind, type Peer, type Port } from './objects-of-kind.ts';
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
  const [egress, ingress] = [portsBy(policies, 'Egress'), portsBy(policies, 'Ingress')];
  return (from, to, target) => isAmong(egress(from, to), target) && isAmong(ingress(to, from), target);
}

type Direction = 'Ingress' | 'Egress';
type Policy = Of<'NetworkPolicy'>;
/** Lists of ports, each by a rule; an empty list means every port. `undefined` where nothing is closed. */
type Ports = readonly (readonly Port[])[] | undefined;

/**
 * Looks up the ports at which an endpoint may connect with another one in a direction. Remembers each pair, since callers ask
 * about every port of it.
 */
function portsBy(
  policies: readonly Policy[],
  direction: Direction,
): (end: Endpoint, other: Endpoint) => Ports {
  const ends = new Map<Endpoint, Rules>();
  const pairs = new Map<Endpoint, Map<Endpoint, Ports>>();
  return (end, other) => {
    const known = pairs.get(end) ?? new Map<Endpoint, Ports>();
    if (known.has(other)) return known.get(other);
    const rules = ends.get(end) ?? rulesFor(policies, direction, end);
    const ports = portsBetween(rules, end, other);
    ends.set(end, rules);
    pairs.set(end, known.set(other, ports));
    return ports;
  };
}

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

function portsBetween({ list }: Rules, end: Endpoint, other: Endpoint): Ports {
  if (list === undefined || !('labels' in end)) return undefined;
  return list
    .filter(({ peers = [] }) => peers.length === 0 || peers.some((peer) => isIn(peer, other, end.namespace)))
    .map(({ ports = [] }) => ports);
}

function isAmong(ports: Ports, target: Target): boolean {
  return ports?.some((list) => list.length === 0 || list.some((port) => isPort(port, target))) ?? true;
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
