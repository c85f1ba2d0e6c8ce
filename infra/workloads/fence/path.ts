import type { Labels } from '../../manifests/kinds.ts';
import { labelsOf } from '../house/house.ts';

/** A way through the network that is open. */
export interface Path {
  readonly from: End;
  readonly to: End;
  /** Where it leads to; more than one only where one protocol needs them. */
  readonly ports: readonly Port[];
}

export interface Port {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** One end of a path; its name is part of the names of the policies that open the other end. */
export type End = Pods | Addresses | Anybody;

export interface Pods {
  readonly name: string;
  readonly namespace: string;
  /** None: every pod of the namespace. */
  readonly labels: Labels;
  /** Whether their namespace has a fence of ours, so that this end needs a policy as well. */
  readonly ours: boolean;
}

/** Addresses outside the cluster's pods, of IPv4 and IPv6. */
export interface Addresses {
  readonly name: string;
  readonly cidrs: readonly string[];
  /** Ranges inside each one of `cidrs` of the same family. @default none */
  readonly except?: readonly string[];
}

/** No matter from where. */
export interface Anybody {
  readonly name: 'anywhere';
}

/** Pods of one of our workloads. */
export function ours(namespace: string, name: string): Pods {
  return { name, namespace, labels: labelsOf(name), ours: true };
}

/** Pods that others run, in a namespace that is theirs to fence. */
export function others(name: string, namespace: string, labels: Labels = {}): Pods {
  return { name, namespace, labels, ours: false };
}

export function tcp(port: number): readonly Port[] {
  return [{ protocol: 'TCP', port }];
}

/** The cluster's name server; answers too long for UDP come by TCP. */
export const DNS = others('dns', 'kube-system', { 'k8s-app': 'kube-dns' });

/**
 * That of EKS Auto Mode, which is no pod: each node has one, at the tenth address of the range of Services. AWS chooses
 * between two ranges.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html
 */
export const DNS_OF_NODES: Addresses = { name: 'dns', cidrs: ['10.100.0.10/32', '172.20.0.10/32'] };
export const DNS_PORTS: readonly Port[] = [{ protocol: 'UDP', port: 53 }, ...tcp(53)];

export const ANYWHERE: Anybody = { name: 'anywhere' };

/** Addresses that the internet does not know. */
export const PRIVATE: readonly string[] = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

/** The nodes, whose addresses stand on what comes through a port of theirs, and others on private networks. */
export const NEIGHBOURS: Addresses = { name: 'neighbours', cidrs: PRIVATE };

/** Private addresses of IPv6; the clouds hand out credentials at some of them. */
const PRIVATE_6 = 'fc00::/7';
const METADATA_6 = ['fd00:ec2::/32', 'fd20:ce::/32'];

/**
 * Public addresses only: not the cloud's metadata service, which hands out credentials, and no neighbour. Those that only
 * stand for an address of IPv4 are left out, because there the ranges of IPv4 would hold nothing.
 */
export const INTERNET: Addresses = {
  name: 'internet',
  cidrs: ['0.0.0.0/0', '2000::/3'],
  except: [
    ...PRIVATE,
    '127.0.0.0/8',
    '168.63.129.16/32', // Azure's metadata, at a public address
    '169.254.0.0/16',
    '2001::/32',
    '2002::/16',
  ],
};

/**
 * The API server. It is no pod, so no selector finds it; it listens on a private address of a node or of the cloud, and
 * policies are held against that address, not against the Service before it.
 */
export const API_SERVER: Addresses = {
  name: 'api-server',
  cidrs: [...PRIVATE, PRIVATE_6],
  except: METADATA_6,
};
export const API_SERVER_PORTS: readonly Port[] = [...tcp(443), ...tcp(6443)];
