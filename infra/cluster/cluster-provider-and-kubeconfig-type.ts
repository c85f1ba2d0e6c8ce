import type * as pulumi from '@pulumi/pulumi';
import type { Values } from '../bridge/resolve-placeholder-tokens.ts';

/** A cluster to deploy into. */
export interface Cluster {
  /** Kubernetes provider for it. */
  readonly provider: pulumi.ProviderResource;
  /** Complete kubeconfig for one user; a secret, and unknown until the cluster is created. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Resources to wait for before anything else goes into the cluster. */
  readonly ready: readonly pulumi.Resource[];
  /** Outputs of its resources, by token: `{ 'database.host': instance.address }`. */
  readonly values: Values;
}
