import { isAutoMode } from '../../settings/eks-rules.ts';
import type { Settings } from '../../settings/schema.ts';

type Where = Pick<Settings, 'cluster' | 'exposure'>;

/**
 * Class of network load balancers on EKS. A Service without one would get the legacy kind from the control plane.
 *
 * @returns undefined when the cluster is not on EKS
 */
export function loadBalancerClass({ cluster }: Pick<Where, 'cluster'>): string | undefined {
  if (cluster.provider !== 'eks') return undefined;
  return isAutoMode({ cluster }) ? 'eks.amazonaws.com/nlb' : 'service.k8s.aws/nlb';
}

/**
 * Labels of the namespace that make AWS load balancers with pod targets add their health to the pods' readiness: otherwise
 * a rollout removes old pods before the load balancer has registered the new ones.
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

/** TLS 1.2 and 1.3 with forward secrecy; AWS's default policy still accepts 1.0. */
export const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
