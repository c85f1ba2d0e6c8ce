import { Provider } from '@pulumi/kubernetes/provider.js';
import * as pulumi from '@pulumi/pulumi';

export interface ClusterAccess {
  /** Text of a kubeconfig, for one cluster and one user. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Identity of the cluster: all objects are replaced when it changes, and only then. */
  readonly identifier: pulumi.Input<string>;
}

/** The Kubernetes provider for a cluster that the bridge applies to. */
export function clusterProvider(
  name: string,
  { kubeconfig, identifier }: ClusterAccess,
  opts?: pulumi.ResourceOptions,
): Provider {
  return new Provider(
    name,
    {
      // The kubeconfig holds a key of the cluster, and Pulumi would keep it in plain text in the state.
      kubeconfig: pulumi.secret(kubeconfig),
      clusterIdentifier: identifier,
      // Changed data is an update, and pods roll by their checksum, once; by default it is a replacement.
      enableConfigMapMutable: true,
      enableSecretMutable: true,
      // The defaults, 50 and 120, make a hundred objects wait for their turn.
      kubeClientSettings: { qps: 500, burst: 1000 },
    },
    opts,
  );
}
