import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js';
import { IngressClass } from '@pulumi/kubernetes/networking/v1/ingressClass.js';
import * as pulumi from '@pulumi/pulumi';

/** Parameters of an ingress class, and pools of nodes: kinds that EKS Auto Mode brings. */
class AutoModeObject extends pulumi.CustomResource {}

/** What Auto Mode has switched off, or leaves to be said: policies of the network, and a class of load balancers. */
export class AutoMode extends pulumi.ComponentResource {
  constructor(
    id: string,
    { ownerTags }: { readonly ownerTags: Readonly<Record<string, string>> },
    opts: pulumi.ComponentResourceOptions,
  ) {
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
    const tags = Object.entries({ ...ownerTags, component: 'load-balancers' });
    const parameters = new AutoModeObject(
      'kubernetes:eks.amazonaws.com/v1:IngressClassParams',
      'alb-parameters',
      {
        apiVersion: 'eks.amazonaws.com/v1',
        kind: 'IngressClassParams',
        metadata: { name: 'alb' },
        spec: { tags: tags.map(([key, value]) => ({ key, value })) },
      },
      here,
    );
    new IngressClass(
      'alb',
      {
        metadata: { name: 'alb' },
        spec: {
          controller: 'eks.amazonaws.com/alb',
          parameters: { apiGroup: 'eks.amazonaws.com', kind: 'IngressClassParams', name: 'alb' },
        },
      },
      { ...here, dependsOn: [parameters] },
    );
    this.registerOutputs({});
  }
}
