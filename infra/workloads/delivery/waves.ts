import { ApiObject, type App } from 'cdk8s';
import { isBuiltIn } from '../../manifests/api-groups.ts';
import { groupOf, type KubeObject } from '../../manifests/object.ts';
import { finder, references } from '../../manifests/references.ts';

/**
 * In which wave Argo CD brings each object. It waits until a wave is well before it begins the next one, and brings the
 * objects of one wave in an order of its own: what others name before what runs.
 *
 * So what must be well first, as the constructs declare it, is in an earlier wave; what is only named is in no later one.
 */
export function wavesOf(app: App): ReadonlyMap<ApiObject, number> {
  const objects = app.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
  const manifests = new Map(objects.map((object) => [object, object.toJson() as KubeObject]));
  const byManifest = new Map([...manifests].map(([object, manifest]) => [manifest, object]));
  const find = finder(manifests.values());
  const named = new Map(
    [...manifests].map(([object, manifest]) => [
      object,
      references(manifest).flatMap((to) => byManifest.get(find(to) as KubeObject) ?? []),
    ]),
  );
  const awaited = declared(app);
  const waves = new Map<ApiObject, number>();
  const waveOf = (object: ApiObject): number => {
    const known = waves.get(object);
    if (known !== undefined) return known;
    waves.set(object, 0); // what names each other in a circle is in one wave
    const after = [...(awaited.get(object) ?? [])].map((to) => waveOf(to) + Number(runs(to)));
    const beside = (named.get(object) ?? []).filter((to) => to !== object && !isClaim(to)).map(waveOf);
    const wave = Math.max(0, ...after, ...beside);
    waves.set(object, wave);
    return wave;
  };
  for (const object of objects) waveOf(object);

  const last = Math.max(...waves.values());
  for (const claim of objects.filter(isClaim)) {
    // It may stay pending until a pod asks for it, and that of a CronJob until its hour.
    const users = objects.filter((object) => runs(object) && named.get(object)?.includes(claim));
    waves.set(claim, Math.min(last, ...users.map((user) => waves.get(user) ?? 0)));
  }
  for (const object of objects) if (isLate(manifests.get(object))) waves.set(object, last);
  return waves;
}

/** By the object that waits. */
function declared(app: App): ReadonlyMap<ApiObject, ReadonlySet<ApiObject>> {
  const below = (construct: { readonly node: App['node'] }) =>
    construct.node.findAll().filter((child) => ApiObject.isApiObject(child));
  const awaited = new Map<ApiObject, Set<ApiObject>>();
  for (const source of app.node.findAll())
    for (const target of source.node.dependencies)
      for (const from of below(source))
        awaited.set(from, new Set([...(awaited.get(from) ?? []), ...below(target)]));
  return awaited;
}

function runs({ kind }: ApiObject): boolean {
  return ['Cluster', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'].includes(kind);
}

const LATE = ['Certificate', 'CronJob', 'Gateway', 'HTTPRoute', 'Ingress'];

function isClaim({ kind }: ApiObject): boolean {
  return kind === 'PersistentVolumeClaim';
}

/** What waits for somebody outside, such as a load balancer, and a certificate that is fetched through it; and for its hour. */
function isLate(manifest: KubeObject | undefined): boolean {
  if (!manifest) return false;
  if (LATE.includes(manifest.kind)) return true;
  const { type } = (manifest['spec'] ?? {}) as { type?: string };
  return manifest.kind === 'Service' && isBuiltIn(groupOf(manifest)) && type === 'LoadBalancer';
}
