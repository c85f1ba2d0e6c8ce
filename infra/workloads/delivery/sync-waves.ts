import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { references } from '../../manifests/references.ts';

/**
 * Sync wave of each object. Argo CD waits until a wave is healthy before it starts the next one, and orders the objects
 * within a wave by itself: referenced objects before workloads.
 *
 * So dependencies that must be healthy first, as the constructs declare them, are in an earlier wave.
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
    if (isLate(object, awaited)) waves.set(object, last);
    if (object.kind !== 'PersistentVolumeClaim') continue;
    // A claim may stay pending until a pod mounts it, and the claim of a CronJob until its first run.
    const askedIn = users.flatMap(({ wave, claims }) => (claims.includes(object.name) ? [wave] : []));
    waves.set(object, Math.min(last, ...askedIn));
  }
  return waves;
}

type Awaited = ReadonlyMap<ApiObject, ReadonlySet<ApiObject>>;

/** Dependencies by the object that waits; there are no cycles, which the plan would refuse. */
function declared(app: App): Awaited {
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

/**
 * True for objects that wait for something outside, such as a load balancer, for a certificate behind it, or a schedule, and
 * for what comes after them.
 */
function isLate(object: ApiObject, awaited: Awaited): boolean {
  if (LATE.includes(object.kind)) return true;
  if ([...(awaited.get(object) ?? [])].some((before) => isLate(before, awaited))) return true;
  return object.kind === 'Service' && (object.toJson() as KubeObject & Loose).spec.type === 'LoadBalancer';
}

const LATE = ['Certificate', 'CronJob', 'Gateway', 'HTTPRoute', 'Ingress'];

interface Loose {
  readonly spec: { readonly type?: string };
}
