import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { type Tier, WEB } from '../defaults/names-and-ports.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';
import { gatewayPolicy, HTTPS } from './backend-tls.ts';
import { Certified, tlsSecret } from './cert-manager-tls.ts';

export interface GatewayRouteProps {
  readonly exposure: Settings['exposure'] & { readonly kind: 'gateway' };
  readonly first: Tier;
  /** Send requests to the port of the pods that speaks TLS. */
  readonly encrypted: boolean;
}

/** Routes through a Gateway, our own or a given one, with a redirect from http to https if there is a certificate. */
export class GatewayRoute extends Construct {
  constructor(scope: Construct, id: string, { exposure, first, encrypted }: GatewayRouteProps) {
    super(scope, id);
    const { host, otherHosts, gateway, controller, tls } = exposure;
    const hosts = [host, ...otherHosts];
    const { parent, http, https } =
      gateway.kind === 'given'
        ? { parent: { name: gateway.name, namespace: gateway.namespace }, ...gateway.listeners }
        : { parent: { name: WEB.name }, http: 'http', https: tls && 'https' };
    // A given Gateway has one listener for all names, or names of its own.
    const parentsOf = (listener: string) =>
      (gateway.kind === 'given' ? [host] : hosts).map((_, index) => ({
        ...parent,
        sectionName: nth(listener, index),
      }));
    const route = (child: string, name: string, listener: string, rule: Rule) =>
      new CustomResource<IHTTPRoute['spec']>(this, child, HTTP_ROUTE, {
        metadata: { name },
        spec: { parentRefs: parentsOf(listener), hostnames: hosts, rules: [rule] },
      });

    if (tls?.from === 'cert-manager') {
      const solver = {
        gatewayHTTPRoute: { parentRefs: parentsOf('http'), serviceType: 'ClusterIP' as const },
      };
      new Certified(this, 'certified', { hosts, issuer: tls.issuer, solver });
    }
    if (gateway.kind === 'own') {
      const { className, ports, annotations } = gateway;
      new CustomResource<IGateway['spec']>(this, 'gateway', GATEWAY, {
        metadata: { name: WEB.name, ...(Object.keys(annotations).length > 0 && { annotations }) },
        spec: {
          gatewayClassName: className,
          // A listener is for one name.
          listeners: hosts.flatMap((hostname, index) => [
            { name: nth('http', index), port: ports.http, protocol: 'HTTP', hostname, ...FROM_HERE },
            ...(tls
              ? [
                  {
                    ...httpsListener(nth('https', index), tlsSecret(tls)),
                    port: ports.https,
                    hostname,
                    ...FROM_HERE,
                  },
                ]
              : []),
          ]),
        },
      });
    }
    if (controller.kind === 'gke')
      new CustomResource(this, 'health', GKE_HEALTH, { metadata: { name: WEB.name }, spec: checked(first) });
    const listener = https ?? http;
    const policy = encrypted ? gatewayPolicy(this, first) : undefined;
    if (listener !== undefined) {
      const backendRefs = [{ name: first.name, port: encrypted ? HTTPS : 80 }];
      const main = route('Default', WEB.name, listener, { backendRefs });
      if (policy) main.addDependency(policy);
    }
    if (https !== undefined && http !== undefined) route('redirect', `${WEB.name}-redirect`, http, TO_HTTPS);
  }
}

type Rule = NonNullable<IHTTPRoute['spec']['rules']>[number];

const API = 'gateway.networking.k8s.io/v1';
const GATEWAY = { apiVersion: API, kind: 'Gateway' };
const HTTP_ROUTE = { apiVersion: API, kind: 'HTTPRoute' };

const GKE_HEALTH = { apiVersion: 'networking.gke.io/v1', kind: 'HealthCheckPolicy' };

/**
 * Health check of Google's load balancers, which otherwise ask for `/`, and take nothing but 200.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_health_check
 */
function checked({ name, health, port }: Tier) {
  return {
    default: { config: { type: 'HTTP', httpHealthCheck: { port, requestPath: health } } },
    targetRef: { group: '', kind: 'Service', name },
  };
}

/** Listeners refuse routes from other namespaces for our host. */
const FROM_HERE = { allowedRoutes: { namespaces: { from: 'Same' as const } } };

const TO_HTTPS: Rule = {
  filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 443, statusCode: 301 } }],
};

/** Name of the listener of the first host, or of one after it. */
function nth(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index}`;
}

function httpsListener(name: string, secret: string | undefined) {
  const certificateRefs = secret === undefined ? [] : [{ name: secret }];
  return { name, protocol: 'HTTPS', tls: { mode: 'Terminate' as const, certificateRefs } };
}
