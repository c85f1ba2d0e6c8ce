import type { IMiddleware } from '@kubernetes-models/traefik/traefik.io/v1alpha1/Middleware';
import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { type Tier, WEB } from '../defaults/names-and-ports.ts';
import { CustomResource, Kube } from '../defaults/typed-kubernetes-objects.ts';
import { albAnnotations } from './alb-ingress-annotations.ts';
import { traefikTransport } from './backend-tls.ts';
import { Certified, tlsSecret } from './cert-manager-tls.ts';

export interface IngressRouteProps {
  readonly exposure: Settings['exposure'] & { readonly kind: 'ingress' };
  readonly namespace: string;
  readonly first: Tier;
  /** Send requests to the port of the pods that speaks TLS. */
  readonly encrypted: boolean;
}

/** Routes through an Ingress controller, with a redirect from http to https if there is a certificate. */
export class IngressRoute extends Construct {
  constructor(scope: Construct, id: string, { exposure, namespace, first, encrypted }: IngressRouteProps) {
    super(scope, id);
    const { host, otherHosts, controller, annotations, tls } = exposure;
    const hosts = [host, ...otherHosts];
    const secretName = tls && tlsSecret(tls);
    const port = encrypted ? 'https' : 'http';
    const ingress = (child: string, name: string, own: Record<string, string>, https: boolean) =>
      new Kube(this, child, 'Ingress', {
        metadata: { name, annotations: { ...own, ...annotations } },
        spec: {
          ingressClassName: controller.className,
          rules: hosts.map((name) => ({ host: name, http: { paths: [pathTo(first.name, port)] } })),
          ...(https && secretName !== undefined && { tls: [{ hosts, secretName }] }),
        },
      });

    if (tls?.from === 'cert-manager') {
      const solver = {
        ingress: { ingressClassName: controller.className, serviceType: 'ClusterIP' as const },
      };
      new Certified(this, 'certified', { hosts, issuer: tls.issuer, solver });
    }
    if (controller.kind === 'traefik' && encrypted) traefikTransport(this, first);
    if (controller.kind === 'traefik' && tls) {
      ingress('Default', WEB.name, TRAEFIK_HTTPS, true);
      new CustomResource<IMiddleware['spec'] & object>(this, 'to-https', MIDDLEWARE, {
        metadata: { name: REDIRECT },
        spec: { redirectScheme: { scheme: 'https', permanent: true } },
      });
      // A separate Ingress: on a Traefik without its custom resources, only the redirect would fail.
      ingress('redirect', `${WEB.name}-${REDIRECT}`, traefikRedirect(namespace), false);
      return;
    }
    const own = controller.kind === 'alb' ? albAnnotations(controller.scheme, first, tls, encrypted) : {};
    ingress('Default', WEB.name, own, true);
  }
}

/** Traefik's annotations and entry points, as named by its Helm chart and k3s. */
const TRAEFIK = 'traefik.ingress.kubernetes.io/router';
const TRAEFIK_HTTPS = { [`${TRAEFIK}.entrypoints`]: 'websecure', [`${TRAEFIK}.tls`]: 'true' };
const MIDDLEWARE = { apiVersion: 'traefik.io/v1alpha1', kind: 'Middleware' };
const REDIRECT = 'redirect';

function traefikRedirect(namespace: string): Record<string, string> {
  return {
    [`${TRAEFIK}.entrypoints`]: 'web',
    [`${TRAEFIK}.middlewares`]: `${namespace}-${REDIRECT}@kubernetescrd`,
  };
}

function pathTo(name: string, port: 'http' | 'https') {
  return { path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: port } } } };
}
