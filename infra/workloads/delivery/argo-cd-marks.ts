import { ApiObject, type App, Chart } from 'cdk8s';

/**
 * Writes on the objects of a platform what Argo CD has to know of them: in which wave each comes, and what it must never
 * delete.
 *
 * The schema needs a database that answers, and the app needs the schema. The volumes of the app come with it: Argo CD waits
 * until a wave is well, and a claim may stay pending until a pod asks for it.
 */
export function markForArgoCd(app: App): void {
  for (const chart of app.node.children.filter(Chart.isChart)) {
    const wave = WAVES[chart.node.id] ?? FIRST;
    for (const object of chart.node.findAll().filter((construct) => ApiObject.isApiObject(construct))) {
      if (wave !== FIRST) object.metadata.addAnnotation('argocd.argoproj.io/sync-wave', String(wave));
      if (KEPT.includes(object.kind))
        object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Prune=false,Delete=false');
    }
  }
}

/** Kinds that hold data, or whose deletion takes data with it. */
const KEPT = ['Cluster', 'Namespace', 'ObjectStore', 'PersistentVolumeClaim', 'StatefulSet'];

const FIRST = 0;
const WAVES: Readonly<Record<string, number>> = { migrate: 1, uploads: 2, web: 2, exposure: 2, backup: 2 };
