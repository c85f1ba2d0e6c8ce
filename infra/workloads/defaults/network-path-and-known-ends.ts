import type { Labels } from '../../manifests/objects-of-kind.ts';
import { isAddress, PRIVATE_RANGES } from '../../settings/ipv4-address-and-range-schemas.ts';
import { labelsOf } from './pod.ts';

/** An open path through the network. */
export interface Path {
  readonly from: End;
  readonly to: End;
  /** Destination ports; more than one only when a protocol needs them. */
  readonly ports: readonly Port[];
}

export interface Port {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** One end of a path; its name becomes part of the name of the policy at the other end. */
export type End = Pods | Addresses | Anybody;

export interface Pods {
  readonly name: string;
  readonly namespace: string;
  /** Selector of the pods; empty: every pod of the namespace. */
  readonly labels: Labels;
  /** True when the namespace has a fence of ours, so that this end needs a policy as well. */
  readonly ours: boolean;
}

/** Addresses that are no pods of the cluster, of IPv4 and IPv6. */
export interface Addresses {
  readonly name: string;
  readonly cidrs: readonly string[];
  /** Ranges to leave out, each inside a range of `cidrs` of the same family. @default none */
  readonly except?: readonly string[];
}

/** Any source. */
export interface Anybody {
  readonly name: 'anywhere';
}

/** Pods of one of our workloads. */
export function ours(namespace: string, name: string): Pods {
  return { name, namespace, labels: labelsOf(name), ours: true };
}

/** Pods that others run, in a namespace whose policies are not ours. */
export function others(name: string, namespace: string, labels: Labels = {}): Pods {
  return { name, namespace, labels, ours: false };
}

export function tcp(port: number): readonly Port[] {
  return [{ protocol: 'TCP', port }];
}

/** The cluster's name server; answers too long for UDP use TCP. */
export const DNS = others('dns', 'kube-system', { 'k8s-app': 'kube-dns' });

/**
 * Name server of EKS Auto Mode, which is no pod: each node has one, at the tenth address of the Service range. AWS chooses
 * one of two ranges.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html
 */
export const DNS_OF_NODES: Addresses = { name: 'dns', cidrs: ['10.100.0.10/32', '172.20.0.10/32'] };
export const DNS_PORTS: readonly Port[] = [{ protocol: 'UDP', port: 53 }, ...tcp(53)];

export const ANYWHERE: Anybody = { name: 'anywhere' };

/** Nodes, whose addresses are the source of traffic through their node ports, and other hosts on private networks. */
export const NEIGHBOURS: Addresses = { name: 'neighbours', cidrs: PRIVATE_RANGES };

/** Private addresses of IPv6; clouds serve credentials at some of them. */
const PRIVATE_6 = 'fc00::/7';
const METADATA_6 = ['fd00:ec2::/32', 'fd20:ce::/32'];

/**
 * Public addresses only: not the cloud's metadata service, which hands out credentials, and no private network. Ranges of
 * IPv6 that embed IPv4 addresses are left out, since they would bypass the exceptions of IPv4.
 */
export const INTERNET: Addresses = {
  name: 'internet',
  cidrs: ['0.0.0.0/0', '2000::/3'],
  except: [
    ...PRIVATE_RANGES,
    '127.0.0.0/8',
    '168.63.129.16/32', // Azure's metadata, at a public address
    '169.254.0.0/16',
    '2001::/32',
    '2002::/16',
  ],
};

/**
 * A server outside of the cluster: in the range that the settings name, or at its own address, or else, known by a name, at
 * any public address.
 */
export function outside(host: string, network?: string): Addresses {
  const range = network ?? (isAddress(host) ? `${host}/32` : undefined);
  return range === undefined ? INTERNET : { name: 'network', cidrs: [range] };
}

/**
 * The API server. It is no pod, so no selector matches it; it listens on a private address of a node or of the cloud, and
 * policies are evaluated against that address, not against the Service in front of it.
 */
export const API_SERVER: Addresses = {
  name: 'api-server',
  cidrs: [...PRIVATE_RANGES, PRIVATE_6],
  except: METADATA_6,
};
export const API_SERVER_PORTS: readonly Port[] = [...tcp(443), ...tcp(6443)];
