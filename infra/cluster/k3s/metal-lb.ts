import type * as pulumi from '@pulumi/pulumi';
import { KubernetesObject } from '../../bridge/register-objects.ts';
import { installAddOns, type Target } from '../../stack/install-add-ons.ts';
import { API_SERVER_PORTS, DNS_PORTS } from '../../workloads/defaults/network-path-and-known-ends.ts';
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
  const object = (apiVersion: string, kind: string, name: string, spec: object) =>
    new KubernetesObject(
      `kubernetes:${apiVersion}:${kind}`,
      `metal-lb/${kind}`,
      { apiVersion, kind, metadata: { name, namespace }, spec },
      { ...opts, provider: target.provider, dependsOn: [...release] },
    );
  return [
    object('metallb.io/v1beta1', 'IPAddressPool', 'nodes', { addresses }),
    object('metallb.io/v1beta1', 'L2Advertisement', 'nodes', { ipAddressPools: ['nodes'] }),
    object('networking.k8s.io/v1', 'NetworkPolicy', 'deny-all', CLOSED),
  ];
}

/** Pods of the namespace are reached by the API server's webhooks alone, and reach that; the speakers are in the nodes' network. */
const CLOSED = {
  podSelector: {},
  policyTypes: ['Ingress', 'Egress'],
  ingress: [{ ports: [{ protocol: 'TCP', port: 9443 }] }],
  egress: [{ ports: API_SERVER_PORTS }, { ports: DNS_PORTS }],
};
