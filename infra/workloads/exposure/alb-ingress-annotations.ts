import type { Settings } from '../../settings/schema.ts';
import type { Tier } from '../defaults/names-and-ports.ts';
import { TLS_POLICY } from './eks-load-balancer-class-and-readiness.ts';

type Tls = NonNullable<(Settings['exposure'] & { readonly kind: 'ingress' })['tls']>;

/** Annotations of an Ingress for the AWS Load Balancer Controller. */
export function albAnnotations(
  scheme: 'internal' | 'internet-facing',
  first: Tier,
  tls: Tls | undefined,
  encrypted: boolean,
): Record<string, string> {
  return prefixed({
    scheme,
    // Targets are pods: the Service needs no node port, and a leaving pod is deregistered by its own address.
    'target-type': 'ip',
    'healthcheck-path': first.health,
    // It takes any certificate of a target: encrypted, not verified.
    ...(encrypted && { 'backend-protocol': 'HTTPS', 'healthcheck-protocol': 'HTTPS' }),
    ...(tls?.from === 'acm'
      ? {
          'listen-ports': '[{"HTTP":80},{"HTTPS":443}]',
          'ssl-redirect': '443',
          'certificate-arn': tls.certificateArn,
          'ssl-policy': TLS_POLICY,
        }
      : { 'listen-ports': '[{"HTTP":80}]' }),
  });
}

function prefixed(annotations: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`alb.ingress.kubernetes.io/${name}`, value]),
  );
}
