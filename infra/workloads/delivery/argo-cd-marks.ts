import type { App } from 'cdk8s';
import { wavesOf } from './waves.ts';

/**
 * Writes on the objects of a platform what Argo CD has to know of them: in which wave each comes, and what it must never
 * delete.
 */
export function markForArgoCd(app: App): void {
  for (const [object, wave] of wavesOf(app)) {
    if (wave > 0) object.metadata.addAnnotation('argocd.argoproj.io/sync-wave', String(wave));
    if (KEPT.includes(object.kind))
      object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Prune=false,Delete=false');
  }
}

/** Kinds that hold data, or whose deletion takes data with it. */
const KEPT = ['Cluster', 'Namespace', 'ObjectStore', 'PersistentVolumeClaim', 'StatefulSet'];
