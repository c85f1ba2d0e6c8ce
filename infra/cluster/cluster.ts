import type * as pulumi from '@pulumi/pulumi';
import type { Values } from '../bridge/lift.ts';
import type { Settings } from '../settings/schema.ts';
import { existingCluster } from './existing.ts';

/** A cluster, as what is put into it needs to know it. */
export interface Cluster {
  /** How Pulumi talks to it. */
  readonly provider: pulumi.ProviderResource;
  /** Complete, for one user; a secret, and unknown while the cluster is still to be made. */
  readonly kubeconfig: pulumi.Output<string>;
  /** What has to be there before anything else goes into the cluster. */
  readonly ready: readonly pulumi.Resource[];
  /** What only its resources know, by token: `{ 'database.host': instance.address }`. */
  readonly values: Values;
}

/**
 * The cluster that the settings ask for; only the packages of its kind are loaded.
 *
 * @param release what may be lost all the same, see `guarded`
 * @throws pulumi.RunError before anything is registered where that would be another one than the stack's
 */
export async function clusterOf(settings: Settings, release: readonly string[]): Promise<Cluster> {
  switch (settings.cluster.provider) {
    case 'existing':
      return existingCluster(settings.cluster, release);
    case 'k3s': {
      const { k3sCluster } = await import('./k3s/cluster.ts');
      return k3sCluster(settings.cluster, settings);
    }
    case 'eks': {
      const { eksCluster } = await import('./eks/eks.ts');
      const { requireKept } = await import('./eks/kept.ts');
      await requireKept(settings, settings.cluster, release);
      return eksCluster(settings, settings.cluster);
    }
  }
}
