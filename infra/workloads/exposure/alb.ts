import type { Settings } from '../../settings/schema.ts';
import type { Tier } from '../house/names.ts';
import { TLS_POLICY } from './balancers.ts';

type Tls = NonNullable<(Settings['exposure'] & { readonly kind: 'ingress' })['tls']>;

/** What the AWS Load Balancer Controller reads on an Ingress. */
export function albAnnotations(
  scheme: 'internal' | 'internet-facing',
  first: Tier,
  tls: Tls | undefined,
): Record<string, string> {
  return prefixed({
    scheme,
    // Straight to pods: the Service needs no port on the nodes, and a leaving pod is taken out by its own name.
    'target-type': 'ip',
    'healthcheck-path': first.health,
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
