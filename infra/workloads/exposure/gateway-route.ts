import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { CustomResource } from '../defaults/kube-object.ts';
import { type Tier, WEB } from '../defaults/names.ts';
import { Certified, tlsSecret } from './cert-manager-tls.ts';

export interface GatewayRouteProps {
  readonly exposure: Settings['exposure'] & { readonly kind: 'gateway' };
  readonly first: Tier;
}

/** Routes through a Gateway, our own or a given one, with a redirect from http to https if there is a certificate. */
export class GatewayRoute extends Construct {
  constructor(scope: Construct, id: string, { exposure, first }: GatewayRouteProps) {
    super(scope, id);
    const { host, gateway, tls } = exposure;
    const { parent, http, https } =
      gateway.kind === 'given'
        ? { parent: { name: gateway.name, namespace: gateway.namespace }, ...gateway.listeners }
        : { parent: { name: WEB.name }, http: 'http', https: tls && 'https' };
    const route = (child: string, name: string, listener: string, rule: Rule) =>
      new CustomResource<IHTTPRoute['spec']>(this, child, HTTP_ROUTE, {
        metadata: { name },
        spec: { parentRefs: [{ ...parent, sectionName: listener }], hostnames: [host], rules: [rule] },
      });

    if (tls?.from === 'cert-manager') {
      const solver = { gatewayHTTPRoute: { parentRefs: [{ ...parent, sectionName: 'http' }] } };
      new Certified(this, 'certified', { host, issuer: tls.issuer, solver });
    }
    if (gateway.kind === 'own') {
      const { className, ports } = gateway;
      new CustomResource<IGateway['spec']>(this, 'gateway', GATEWAY, {
        metadata: { name: WEB.name },
        spec: {
          gatewayClassName: className,
          listeners: [
            { name: 'http', port: ports.http, protocol: 'HTTP', hostname: host, ...FROM_HERE },
            ...(tls
              ? [{ ...httpsListener(tlsSecret(tls)), port: ports.https, hostname: host, ...FROM_HERE }]
              : []),
          ],
        },
      });
    }
    const listener = https ?? http;
    if (listener !== undefined)
      route('Default', WEB.name, listener, { backendRefs: [{ name: first.name, port: 80 }] });
    if (https !== undefined && http !== undefined) route('redirect', `${WEB.name}-redirect`, http, TO_HTTPS);
  }
}

type Rule = NonNullable<IHTTPRoute['spec']['rules']>[number];

const API = 'gateway.networking.k8s.io/v1';
const GATEWAY = { apiVersion: API, kind: 'Gateway' };
const HTTP_ROUTE = { apiVersion: API, kind: 'HTTPRoute' };

/** Listeners refuse routes from other namespaces for our host. */
const FROM_HERE = { allowedRoutes: { namespaces: { from: 'Same' as const } } };

const TO_HTTPS: Rule = {
  filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 443, statusCode: 301 } }],
};

function httpsListener(secret: string | undefined) {
  const certificateRefs = secret === undefined ? [] : [{ name: secret }];
  return { name: 'https', protocol: 'HTTPS', tls: { mode: 'Terminate' as const, certificateRefs } };
}
