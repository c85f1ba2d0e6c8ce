import type * as pulumi from '@pulumi/pulumi';
import { KubernetesObject } from '../../bridge/register-objects.ts';
import { KEPT_CLASS } from '../../settings/groups/k3s.ts';

/**
 * A storage class on the disks of the nodes whose volumes outlive their claims, as the cluster's default.
 *
 * `local-path`, which k3s writes again at each start, says that it is the default too: of several, Kubernetes takes the
 * newest for a new claim. Claims that exist keep their class.
 */
export function keptClass(
  provider: pulumi.ProviderResource,
  after: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions = {},
): pulumi.Resource {
  return new KubernetesObject(
    'kubernetes:storage.k8s.io/v1:StorageClass',
    'k3s/kept-class',
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: KEPT_CLASS,
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      provisioner: 'rancher.io/local-path',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
    { ...opts, provider, dependsOn: [...after] },
  );
}
