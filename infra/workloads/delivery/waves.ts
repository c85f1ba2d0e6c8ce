import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { references } from '../../manifests/references.ts';

/**
 * In which wave Argo CD brings each object. It waits until a wave is well before it begins the next one, and brings the
 * objects of one wave in an order of its own: what others name before what runs.
 *
 * So what must be well first, as the constructs declare it, is in an earlier wave.
 */
export function wavesOf(app: App): ReadonlyMap<ApiObject, number> {
  const objects = objectsBelow(app);
  const awaited = declared(app);
  const waves = new Map<ApiObject, number>();
  const waveOf = (object: ApiObject): number => {
    const known = waves.get(object);
    if (known !== undefined) return known;
    const after = [...(awaited.get(object) ?? [])].map((to) => waveOf(to) + Number(runs(to)));
    const wave = Math.max(0, ...after);
    waves.set(object, wave);
    return wave;
  };
  const last = Math.max(...objects.map(waveOf));

  const users = objects.filter(runs).map((user) => ({ wave: waveOf(user), claims: claimsOf(user) }));
  for (const object of objects) {
    if (isLate(object)) waves.set(object, last);
    if (object.kind !== 'PersistentVolumeClaim') continue;
    // It may stay pending until a pod asks for it, and that of a CronJob until its hour.
    const askedIn = users.flatMap(({ wave, claims }) => (claims.includes(object.name) ? [wave] : []));
    waves.set(object, Math.min(last, ...askedIn));
  }
  return waves;
}

/** By the object that waits; constructs declare no circles, which the plan would refuse. */
function declared(app: App): ReadonlyMap<ApiObject, ReadonlySet<ApiObject>> {
  const awaited = new Map<ApiObject, Set<ApiObject>>();
  for (const source of app.node.findAll())
    for (const target of source.node.dependencies)
      for (const from of objectsBelow(source))
        awaited.set(from, new Set([...(awaited.get(from) ?? []), ...objectsBelow(target)]));
  return awaited;
}

function objectsBelow({ node }: IConstruct): readonly ApiObject[] {
  return node.findAll().filter((construct) => ApiObject.isApiObject(construct));
}

function claimsOf(object: ApiObject): readonly string[] {
  return references(object.toJson() as KubeObject).flatMap(({ kind, name }) =>
    kind === 'PersistentVolumeClaim' ? [name] : [],
  );
}

function runs({ kind }: ApiObject): boolean {
  return ['Cluster', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'].includes(kind);
}

/** What waits for somebody outside, such as a load balancer, and a certificate that is fetched through it; and for its hour. */
function isLate(object: ApiObject): boolean {
  if (LATE.includes(object.kind)) return true;
  return object.kind === 'Service' && (object.toJson() as KubeObject & Loose).spec.type === 'LoadBalancer';
}

const LATE = ['Certificate', 'CronJob', 'Gateway', 'HTTPRoute', 'Ingress'];

interface Loose {
  readonly spec: { readonly type?: string };
}
