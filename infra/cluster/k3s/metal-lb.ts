import type * as pulumi from '@pulumi/pulumi';
import { KubernetesObject } from '../../bridge/register-objects.ts';
import { installAddOns, type Target } from '../../stack/install-add-ons.ts';
import type { K3sSettings } from './k3s-settings-type.ts';

/** MetalLB as a Helm release, and its address pool on the network of the nodes (layer 2). */
export function metalLb(
  { repository, version, addresses }: NonNullable<K3sSettings['metalLb']>,
  target: Target,
  opts: pulumi.CustomResourceOptions = {},
): readonly pulumi.Resource[] {
  const namespace = 'metallb-system';
  const chart = {
    name: 'metallb',
    chart: 'metallb',
    version,
    repository,
    namespace,
    values: { speaker: { frr: { enabled: false } } },
  };
  const release = installAddOns([chart], target);
  const object = (kind: string, spec: object) =>
    new KubernetesObject(
      `kubernetes:metallb.io/v1beta1:${kind}`,
      `metal-lb/${kind}`,
      { apiVersion: 'metallb.io/v1beta1', kind, metadata: { name: 'nodes', namespace }, spec },
      { ...opts, provider: target.provider, dependsOn: [...release] },
    );
  return [object('IPAddressPool', { addresses }), object('L2Advertisement', { ipAddressPools: ['nodes'] })];
}
