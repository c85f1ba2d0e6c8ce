import { isAutoMode } from '../../settings/on-eks.ts';
import type { Settings } from '../../settings/schema.ts';

type Where = Pick<Settings, 'cluster' | 'exposure'>;

/**
 * The class of load balancers for connections on EKS. A Service without one would get the old kind, made by the control plane.
 *
 * @returns nothing where the cluster is not ours to know
 */
export function loadBalancerClass({ cluster }: Pick<Where, 'cluster'>): string | undefined {
  if (cluster.provider !== 'eks') return undefined;
  return isAutoMode({ cluster }) ? 'eks.amazonaws.com/nlb' : 'service.k8s.aws/nlb';
}

/**
 * Labels of the namespace by which a load balancer of AWS that sends to pods makes its judgement part of theirs: without it
 * a rollout takes the old pods away while the new ones are not yet known to it.
 */
export function readinessGates(settings: Where): Readonly<Record<string, string>> {
  return sendsToPods(settings)
    ? {
        [`${isAutoMode(settings) ? 'eks.amazonaws.com' : 'elbv2.k8s.aws'}/pod-readiness-gate-inject`]:
          'enabled',
      }
    : {};
}

function sendsToPods({ cluster, exposure }: Where): boolean {
  if (exposure.kind === 'ingress') return exposure.controller.kind === 'alb';
  return exposure.kind === 'load-balancer' && (cluster.provider === 'eks' || exposure.tls?.from === 'acm');
}

/** TLS 1.2 and 1.3 with forward secrecy; what AWS takes by itself knows 1.0 still. */
export const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
