import { Construct } from 'constructs';
import type { Labels } from '../../manifests/objects-of-kind.ts';
import type { End, Path, Pods } from '../defaults/network-path-and-known-ends.ts';
import { Kube, type NetworkPolicyPeer } from '../defaults/typed-kubernetes-objects.ts';

export interface FenceProps {
  readonly namespace: string;
  /** Open paths of the whole platform: those with an end in the namespace are opened here. */
  readonly paths: readonly Path[];
  /** Pods to close, by the name that their policy gets, in a namespace that has pods of others. @default all pods */
  readonly closes?: { readonly name: string; readonly labels: Labels };
}

/** NetworkPolicies that deny all, and open each path at its end in the namespace; the other end has its own fence. */
export class Fence extends Construct {
  constructor(scope: Construct, id: string, props: FenceProps) {
    super(scope, id);
    const { namespace, paths, closes } = props;
    const denial = closes ? `deny-all-${closes.name}` : 'deny-all';
    const isHere = (end: End): end is Pods => 'ours' in end && end.ours && end.namespace === namespace;

    new Kube(this, 'deny-all', 'NetworkPolicy', {
      metadata: { name: denial },
      spec: {
        podSelector: selectorOf(closes?.labels ?? {}),
        policyTypes: ['Ingress', 'Egress'],
      },
    });
    for (const { from, to, ports } of paths) {
      if (isHere(from)) {
        const name = `${from.name}-to-${to.name}`;
        new Kube(this, name, 'NetworkPolicy', {
          metadata: { name },
          spec: {
            podSelector: selectorOf(from.labels),
            policyTypes: ['Egress'],
            egress: [{ ...withPeers('to', peersOf(to, namespace)), ports }],
          },
        });
      }
      if (isHere(to)) {
        const name = `${to.name}-from-${from.name}`;
        new Kube(this, name, 'NetworkPolicy', {
          metadata: { name },
          spec: {
            podSelector: selectorOf(to.labels),
            policyTypes: ['Ingress'],
            ingress: [{ ...withPeers('from', peersOf(from, namespace)), ports }],
          },
        });
      }
    }
  }
}

/** Selector of the pods with some labels; without any, of all pods of the namespace. */
function selectorOf(labels: Labels) {
  return Object.keys(labels).length === 0 ? {} : { matchLabels: { ...labels } };
}

function withPeers(direction: 'from' | 'to', peers: readonly NetworkPolicyPeer[]) {
  return peers.length === 0 ? {} : { [direction]: peers };
}

/** Peers of an end, as a policy in namespace `inside` writes them; an empty list means anybody. */
function peersOf(end: End, inside: string): readonly NetworkPolicyPeer[] {
  if ('cidrs' in end) {
    const { cidrs, except = [] } = end;
    return cidrs.map((cidr) => {
      const inside = except.filter((range) => range.includes(':') === cidr.includes(':'));
      return { ipBlock: { cidr, ...(inside.length > 0 && { except: inside }) } };
    });
  }
  if (!('labels' in end)) return [];
  const { namespace, labels } = end;
  // Both selectors in one peer: as two peers they would mean any pod with the label, or any pod of the namespace.
  return [
    {
      ...(namespace !== inside && {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      }),
      ...((namespace === inside || Object.keys(labels).length > 0) && {
        podSelector: selectorOf(labels),
      }),
    },
  ];
}
