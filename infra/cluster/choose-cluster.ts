import type { Settings } from '../settings/schema.ts';
import type { Cluster } from './cluster-provider-and-kubeconfig-type.ts';
import { existingCluster } from './existing/existing.ts';

/**
 * Creates or reads the cluster of the settings; only the packages of its kind are loaded.
 *
 * @param release objects that may be lost all the same, see `guardPlan`
 * @throws pulumi.RunError before anything is registered where that would be another cluster than the stack's
 */
export async function clusterOf(settings: Settings, release: readonly string[]): Promise<Cluster> {
  switch (settings.cluster.provider) {
    case 'existing':
      return existingCluster(settings.cluster, release);
    case 'k3s': {
      const { k3sCluster } = await import('./k3s/cluster-from-settings.ts');
      return k3sCluster(settings.cluster, settings);
    }
    case 'eks': {
      const { eksCluster } = await import('./eks/eks.ts');
      const { refuseDataLoss } = await import('./eks/refuse-data-loss.ts');
      await refuseDataLoss(settings, settings.cluster, release);
      return eksCluster(settings, settings.cluster);
    }
  }
}
