import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { POSTGRES, type Tier, WEB } from '../defaults/names-and-ports.ts';
import { labelsOf } from '../defaults/pod.ts';
import { Kube, type Props } from '../defaults/typed-kubernetes-objects.ts';
import { hasBackendTls } from '../facts/certified-servers.ts';
import { addNodePort } from './additional-node-port-service.ts';
import { HTTPS, transportAnnotation } from './backend-tls.ts';
import { GatewayRoute } from './gateway-route.ts';
import { IngressRoute } from './ingress.ts';
import { loadBalancer } from './load-balancer.ts';

/** Way in which people reach the app. */
export type Exposure = Settings['exposure'];

export interface ExposedProps {
  readonly exposure: Exposure;
  readonly namespace: string;
  /** Tier that receives people's requests first. */
  readonly first: Tier;
  /** Port of the nodes besides, which speaks TLS where the pods do. @default none */
  readonly nodePort?: number | undefined;
  /** Send requests to the port of the pods that speaks TLS. @default false */
  readonly encrypted?: boolean;
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

/** Origins that lead to the app besides the one of {@link publicUrl}: its other names, and its port of the nodes. */
export function otherOrigins(settings: Pick<Settings, 'exposure' | 'nodePorts'>): readonly string[] {
  const { exposure, nodePorts } = settings;
  const { protocol } = new URL(publicUrl(exposure));
  const scheme = hasBackendTls(settings) ? 'https' : 'http';
  const names = 'otherHosts' in exposure ? exposure.otherHosts : [];
  return [
    ...names.map((host) => `${protocol}//${host}`),
    ...(nodePorts.app ? [`${scheme}://${nodePorts.app.host}:${nodePorts.app.port}`] : []),
  ];
}

/**
 * Number of addresses that proxies report: TCP load balancers and forwarded ports report none, and one of Google reports its
 * own after the client's.
 *
 * @see https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header
 */
export function proxiesBefore(exposure: Exposure): number {
  if (exposure.kind === 'gateway') return exposure.controller.kind === 'gke' ? 2 : 1;
  return exposure.kind === 'ingress' ? 1 : 0;
}

/** A Service for each tier, and the exposure of the first one. */
export class Exposed extends Construct {
  /** Service of the app. */
  readonly service: Kube<'Service'>;

  constructor(scope: Construct, id: string, props: ExposedProps) {
    super(scope, id);
    const { exposure, namespace, first, databaseNodePort, encrypted = false } = props;
    const annotations =
      encrypted && exposure.kind === 'ingress' && exposure.controller.kind === 'traefik'
        ? transportAnnotation(namespace, first)
        : undefined;
    const servedBy = (name: string, way?: Exposure) => {
      const service = serviceOf(name, way, props.loadBalancerClass);
      return encrypted ? withHttps(service, name === first.name ? annotations : undefined) : service;
    };
    this.service = new Kube(
      this,
      'service',
      'Service',
      servedBy(WEB.name, first === WEB ? exposure : undefined),
    );
    if (first !== WEB) {
      const before = new Kube(this, `${first.name}-service`, 'Service', servedBy(first.name, exposure));
      before.addDependency(this.service); // the node port must be released before the other Service takes it
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
    if (props.nodePort !== undefined)
      addNodePort(this, {
        name: first.name,
        labels: labelsOf(first.name),
        targetPort: encrypted ? 'https' : 'http',
        nodePort: props.nodePort,
        encrypted,
      });
    if (exposure.kind === 'ingress')
      new IngressRoute(this, 'ingress', { exposure, namespace, first, encrypted });
    if (exposure.kind === 'gateway') new GatewayRoute(this, 'route', { exposure, first, encrypted });
  }
}

/** The Service with a port that leads to that of the pods for TLS; the other one stays for who has not moved yet. */
function withHttps(
  service: Props<'Service'>,
  annotations: Record<string, string> | undefined,
): Props<'Service'> {
  const { metadata, spec } = service;
  const https = { name: 'https', port: HTTPS, targetPort: 'https' };
  return {
    metadata: { ...metadata, ...(annotations && { annotations }) },
    spec: { ...spec, ports: [...(spec?.ports ?? []), https] },
  };
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
