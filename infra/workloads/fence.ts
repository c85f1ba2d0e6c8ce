import { Construct } from 'constructs';
import type { Exposure } from './exposure.ts';
import { labelsOf } from './house.ts';
import { Kube, type NetworkPolicyPeer } from './kube.ts';
import { MIGRATE, POSTGRES, REDIS, WEB } from './names.ts';

export interface FenceProps {
  /** The way that people's requests take: through a controller's pods, or from any address to a node. */
  readonly exposure: Exposure;
  /** @default nobody scrapes */
  readonly scraperNamespace?: string | undefined;
  /** @default no mail leaves */
  readonly mailPort?: number | undefined;
}

/** Every path through the network that is open; all others are closed. */
export class Fence extends Construct {
  constructor(scope: Construct, id: string, props: FenceProps) {
    super(scope, id);
    const { exposure, scraperNamespace, mailPort } = props;

    new Kube(this, 'deny-all', 'NetworkPolicy', {
      metadata: { name: 'deny-all' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    this.out('web-to-dns', WEB.name, [CLUSTER_DNS], DNS_PORTS);
    this.out('migrate-to-dns', MIGRATE.name, [CLUSTER_DNS], DNS_PORTS);
    this.path(WEB.name, POSTGRES);
    this.path(MIGRATE.name, POSTGRES);
    this.path(WEB.name, REDIS);

    // A forwarded port comes from inside the pod and needs no opening.
    if (exposure.kind === 'node-port') this.in('anywhere-to-web', WEB.name, undefined, WEB.port);
    if (exposure.kind === 'ingress')
      this.in('controller-to-web', WEB.name, elsewhere(exposure.controller), WEB.port);
    if (scraperNamespace !== undefined) {
      const scraper = elsewhere({ namespace: scraperNamespace, podLabels: {} });
      this.in('scraper-to-web', WEB.name, scraper, WEB.metricsPort);
    }
    if (mailPort !== undefined) this.out('web-to-mail', WEB.name, [INTERNET], [tcp(mailPort)]);
  }

  /** Opens a path inside the namespace: a policy for the end where it starts, another where it ends. */
  private path(from: string, to: { name: string; port: number }): void {
    this.out(
      `${from}-to-${to.name}`,
      from,
      [{ podSelector: { matchLabels: labelsOf(to.name) } }],
      [tcp(to.port)],
    );
    this.in(`${to.name}-from-${from}`, to.name, { podSelector: { matchLabels: labelsOf(from) } }, to.port);
  }

  private out(name: string, from: string, to: NetworkPolicyPeer[], ports: Port[]): void {
    new Kube(this, name, 'NetworkPolicy', {
      metadata: { name },
      spec: {
        podSelector: { matchLabels: labelsOf(from) },
        policyTypes: ['Egress'],
        egress: [{ to, ports }],
      },
    });
  }

  /** Without a peer from anywhere. */
  private in(name: string, to: string, peer: NetworkPolicyPeer | undefined, port: number): void {
    new Kube(this, name, 'NetworkPolicy', {
      metadata: { name },
      spec: {
        podSelector: { matchLabels: labelsOf(to) },
        policyTypes: ['Ingress'],
        ingress: [{ ...(peer && { from: [peer] }), ports: [tcp(port)] }],
      },
    });
  }
}

interface PodsElsewhere {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

type Port = { readonly protocol: 'TCP' | 'UDP'; readonly port: number };

function tcp(port: number): Port {
  return { protocol: 'TCP', port };
}

/** Both selectors in one peer: in two they would mean any pod with the label, or any pod of the namespace. */
function elsewhere({ namespace, podLabels }: PodsElsewhere): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(Object.keys(podLabels).length > 0 && { podSelector: { matchLabels: { ...podLabels } } }),
  };
}

const CLUSTER_DNS = elsewhere({ namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } });
/** Answers too long for UDP come by TCP. */
const DNS_PORTS: Port[] = [{ protocol: 'UDP', port: 53 }, tcp(53)];

/** Public addresses only: not the cloud's metadata service, which hands out credentials, and no neighbour. */
const INTERNET: NetworkPolicyPeer = {
  ipBlock: {
    cidr: '0.0.0.0/0',
    except: [
      '10.0.0.0/8',
      '100.64.0.0/10',
      '127.0.0.0/8',
      '169.254.0.0/16',
      '172.16.0.0/12',
      '192.168.0.0/16',
    ],
  },
};
