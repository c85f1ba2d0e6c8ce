import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js';
import { IngressClass } from '@pulumi/kubernetes/networking/v1/ingressClass.js';
import * as pulumi from '@pulumi/pulumi';

/**
 * Settings that Auto Mode leaves off or open: network policies, and an IngressClass. It sets no tags of ours: its role may
 * not, and AWS would refuse the load balancer.
 */
export class AutoMode extends pulumi.ComponentResource {
  constructor(id: string, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:AutoMode', id, {}, opts);
    const here = { parent: this };
    new ConfigMap(
      'network-policies',
      {
        metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
        data: { 'enable-network-policy-controller': 'true' },
      },
      here,
    );
    new IngressClass(
      'alb',
      { metadata: { name: 'alb' }, spec: { controller: 'eks.amazonaws.com/alb' } },
      here,
    );
    this.registerOutputs({});
  }
}
