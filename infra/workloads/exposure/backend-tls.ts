import type { IBackendTLSPolicy } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/BackendTLSPolicy';
import type { IServersTransport } from '@kubernetes-models/traefik/traefik.io/v1alpha1/ServersTransport';
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { SECRETS, type Tier } from '../defaults/names-and-ports.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';

/** Port of a Service that leads to the one of its pods for TLS. Traefik speaks https to it by its number and its name. */
export const HTTPS = 443;

/** Has Traefik verify the pods behind a Service, which {@link transportAnnotation} tells it. */
export function traefikTransport(scope: Construct, { name }: Tier): ApiObject {
  return new CustomResource<IServersTransport['spec']>(scope, 'transport', TRANSPORT, {
    metadata: { name },
    spec: { serverName: name, rootCAs: [{ secret: SECRETS.platformAuthority }] },
  });
}

/** Annotation of the Service. */
export function transportAnnotation(namespace: string, { name }: Tier): Record<string, string> {
  return { 'traefik.ingress.kubernetes.io/service.serverstransport': `${namespace}-${name}@kubernetescrd` };
}

/**
 * Has the controller of a Gateway verify the pods behind a Service.
 *
 * Source: BackendTLSPolicy of the Gateway API 1.4; that an authority may be in a Secret is up to the controller.
 */
export function gatewayPolicy(scope: Construct, { name }: Tier): ApiObject {
  return new CustomResource<IBackendTLSPolicy['spec']>(scope, 'backend-tls', POLICY, {
    metadata: { name },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name, sectionName: 'https' }],
      validation: {
        hostname: name,
        caCertificateRefs: [{ group: '', kind: 'Secret', name: SECRETS.platformAuthority }],
      },
    },
  });
}

const TRANSPORT = { apiVersion: 'traefik.io/v1alpha1', kind: 'ServersTransport' };
const POLICY = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'BackendTLSPolicy' };
