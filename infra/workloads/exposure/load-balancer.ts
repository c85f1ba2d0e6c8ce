import type { Settings } from '../../settings/schema.ts';
import { labelsOf } from '../defaults/pod.ts';
import type { Props } from '../defaults/typed-kubernetes-objects.ts';
import { TLS_POLICY } from './eks-load-balancer-class-and-readiness.ts';

/**
 * A Service with a network load balancer. With a certificate there is one port, for TLS: a load balancer of connections
 * cannot redirect people from http to https.
 *
 * @param defaultClass class when the settings name none; undefined: the cluster's default load balancer
 */
export function loadBalancer(
  name: string,
  exposure: Settings['exposure'] & { readonly kind: 'load-balancer' },
  defaultClass?: string,
): Props<'Service'> {
  const { annotations, className = defaultClass, sourceRanges, tls } = exposure;
  const labels = labelsOf(name);
  const arn = tls?.from === 'acm' ? tls.certificateArn : undefined;
  const [port, portName] = arn === undefined ? [80, 'http'] : [443, 'https'];
  return {
    metadata: { name, labels, annotations: { ...(arn !== undefined && awsTls(arn)), ...annotations } },
    spec: {
      type: 'LoadBalancer',
      ...(className !== undefined && { loadBalancerClass: className }),
      ...(sourceRanges !== undefined && { loadBalancerSourceRanges: sourceRanges }),
      // Preserves the client's address, which the limits on sign-ins count by, and saves a hop between nodes.
      externalTrafficPolicy: 'Local',
      selector: labels,
      ports: [{ name: portName, port, targetPort: 'http' }],
    },
  };
}

/** Annotations for the AWS Load Balancer Controller: a Network Load Balancer with pods as targets. */
function awsTls(arn: string): Record<string, string> {
  return {
    [`${AWS}-type`]: 'external',
    [`${AWS}-nlb-target-type`]: 'ip',
    [`${AWS}-target-group-attributes`]: 'preserve_client_ip.enabled=true',
    [`${AWS}-ssl-cert`]: arn,
    [`${AWS}-ssl-ports`]: 'https',
    [`${AWS}-ssl-negotiation-policy`]: TLS_POLICY,
    [`${AWS}-backend-protocol`]: 'tcp',
  };
}

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';
