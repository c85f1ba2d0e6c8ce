import { Provider } from '@pulumi/kubernetes/provider.js';
import * as pulumi from '@pulumi/pulumi';

export interface ClusterAccess {
  /** Text of a kubeconfig, for one cluster and one user. */
  readonly kubeconfig: pulumi.Input<string>;
  /** What makes the cluster another one: everything is made anew when it changes, and only then. */
  readonly identifier: pulumi.Input<string>;
}

/** How Pulumi talks to a cluster that the bridge applies to. */
export function clusterProvider(
  name: string,
  { kubeconfig, identifier }: ClusterAccess,
  opts?: pulumi.ResourceOptions,
): Provider {
  return new Provider(
    name,
    {
      // It holds a key of the cluster, and Pulumi would keep it readable in the state.
      kubeconfig: pulumi.secret(kubeconfig),
      clusterIdentifier: identifier,
      // A change of data is an update and pods roll by their checksum, once; otherwise it is a replacement.
      enableConfigMapMutable: true,
      enableSecretMutable: true,
      // The defaults, 50 and 120, make a hundred objects wait for their turn.
      kubeClientSettings: { qps: 500, burst: 1000 },
    },
    opts,
  );
}
