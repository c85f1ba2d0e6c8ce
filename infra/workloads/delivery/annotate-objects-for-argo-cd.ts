import type { App } from 'cdk8s';
import { wavesOf } from './sync-waves.ts';

/**
 * Annotates the objects of a platform for Argo CD: with the sync wave of each, with a ban on deleting those that hold data, and
 * with what says nothing about its health.
 */
export function markForArgoCd(app: App): void {
  for (const [object, wave] of wavesOf(app)) {
    if (wave > 0) object.metadata.addAnnotation('argocd.argoproj.io/sync-wave', String(wave));
    if (KEPT.includes(object.kind))
      object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Prune=false,Delete=false');
    if (WAITING.includes(object.kind))
      object.metadata.addAnnotation('argocd.argoproj.io/ignore-healthcheck', 'true');
  }
}

/** Kinds that hold data, or whose deletion would delete data. */
const KEPT = ['Cluster', 'Namespace', 'ObjectStore', 'PersistentVolumeClaim', 'StatefulSet'];

/**
 * Kinds that are under way for as long as nobody needs them, see `HEALTH` in `add-ons/argo-cd-values.ts`: they do not count for the
 * health of the Application, in an Argo CD of others either.
 */
const WAITING = ['Ingress', 'PersistentVolumeClaim'];
