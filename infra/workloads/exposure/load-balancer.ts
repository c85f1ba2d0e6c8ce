import type { Settings } from '../../settings/schema.ts';
import { labelsOf } from '../house/house.ts';
import type { Props } from '../house/kube.ts';
import { TLS_POLICY } from './balancers.ts';

/**
 * A Service with a load balancer for connections before it. With a certificate there is one port, for TLS: what only sees
 * connections cannot send people from http to https.
 *
 * @param defaultClass where the settings name none; absent: whichever load balancer the cluster has
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
      // Keeps the address of who comes, which the limits on sign-ins count by, and spares a hop between nodes.
      externalTrafficPolicy: 'Local',
      selector: labels,
      ports: [{ name: portName, port, targetPort: 'http' }],
    },
  };
}

/** As the AWS Load Balancer Controller reads it: a Network Load Balancer that sends straight to pods. */
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
