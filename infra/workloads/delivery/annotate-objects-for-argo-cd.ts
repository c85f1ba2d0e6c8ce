import type { App } from 'cdk8s';
import { wavesOf } from './sync-waves.ts';

/**
 * Annotates the objects of a platform for Argo CD: with the sync wave of each, and with a ban on deleting those that hold
 * data.
 */
export function markForArgoCd(app: App): void {
  for (const [object, wave] of wavesOf(app)) {
    if (wave > 0) object.metadata.addAnnotation('argocd.argoproj.io/sync-wave', String(wave));
    if (KEPT.includes(object.kind))
      object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Prune=false,Delete=false');
  }
}

/** Kinds that hold data, or whose deletion would delete data. */
const KEPT = ['Cluster', 'Namespace', 'ObjectStore', 'PersistentVolumeClaim', 'StatefulSet'];
