import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { Kube, type Props } from '../defaults/kube-object.ts';
import { POSTGRES, type Tier, WEB } from '../defaults/names.ts';
import { labelsOf } from '../defaults/pod.ts';
import { GatewayRoute } from './gateway-route.ts';
import { IngressRoute } from './ingress-route.ts';
import { loadBalancer } from './load-balancer.ts';

/** Way in which people reach the app. */
export type Exposure = Settings['exposure'];

export interface ExposedProps {
  readonly exposure: Exposure;
  readonly namespace: string;
  /** Tier that receives people's requests first. */
  readonly first: Tier;
  /** Class of load balancers when the settings name none. @default the cluster's own */
  readonly loadBalancerClass?: string | undefined;
  /** Node port that leads to Postgres. @default none */
  readonly databaseNodePort?: number | undefined;
}

/** Returns the origin that people type. */
export function publicUrl(exposure: Exposure): string {
  switch (exposure.kind) {
    case 'port-forward':
      return `http://localhost:${exposure.localPort}`;
    case 'node-port':
      return `http://${exposure.host}:${exposure.nodePort}`;
    case 'ingress':
    case 'load-balancer':
      return `${exposure.tls ? 'https' : 'http'}://${exposure.host}`;
    case 'gateway':
      return `${hasHttps(exposure) ? 'https' : 'http'}://${exposure.host}`;
  }
}

/** Number of proxies that report a client's address: TCP load balancers and forwarded ports report none. */
export function proxiesBefore({ kind }: Exposure): number {
  return kind === 'ingress' || kind === 'gateway' ? 1 : 0;
}

/** A Service for each tier, and the exposure of the first one. */
export class Exposed extends Construct {
  constructor(scope: Construct, id: string, props: ExposedProps) {
    super(scope, id);
    const { exposure, namespace, first, databaseNodePort } = props;
    const servedBy = (name: string, way?: Exposure) => serviceOf(name, way, props.loadBalancerClass);
    const service = new Kube(
      this,
      'service',
      'Service',
      servedBy(WEB.name, first === WEB ? exposure : undefined),
    );
    if (first !== WEB) {
      const before = new Kube(this, `${first.name}-service`, 'Service', servedBy(first.name, exposure));
      before.addDependency(service); // the node port must be released before the other Service takes it
    }
    if (databaseNodePort !== undefined) {
      new Kube(this, 'database-service', 'Service', {
        metadata: { name: `${POSTGRES.name}-debug` },
        spec: {
          type: 'NodePort',
          selector: labelsOf(POSTGRES.name),
          ports: [
            { name: 'postgres', port: POSTGRES.port, targetPort: 'postgres', nodePort: databaseNodePort },
          ],
        },
      });
    }
    if (exposure.kind === 'ingress') new IngressRoute(this, 'ingress', { exposure, namespace, first });
    if (exposure.kind === 'gateway') new GatewayRoute(this, 'route', { exposure, first });
  }
}

function hasHttps({ gateway, tls }: Exposure & { readonly kind: 'gateway' }): boolean {
  return gateway.kind === 'given' ? gateway.listeners.https !== undefined : tls !== undefined;
}

/** @param exposure exposure of the tier; undefined: reachable inside the cluster only */
function serviceOf(name: string, exposure?: Exposure, loadBalancerClass?: string): Props<'Service'> {
  const labels = labelsOf(name);
  const http = { name: 'http', port: 80, targetPort: 'http' };
  if (exposure?.kind === 'load-balancer') return loadBalancer(name, exposure, loadBalancerClass);
  const nodePort = exposure?.kind === 'node-port' ? exposure.nodePort : undefined;
  return {
    metadata: { name, labels },
    spec: {
      type: nodePort === undefined ? 'ClusterIP' : 'NodePort',
      selector: labels,
      ports: [{ ...http, ...(nodePort !== undefined && { nodePort }) }],
    },
  };
}
