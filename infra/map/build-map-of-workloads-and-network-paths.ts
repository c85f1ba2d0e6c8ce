import { type KubeObject, podTemplate } from '../manifests/object.ts';
import { operated } from '../manifests/objects-created-by-operators.ts';
import { ofKind } from '../manifests/objects-of-kind.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import type { Settings } from '../settings/schema.ts';
import { DNS, type End } from '../workloads/defaults/network-path-and-known-ends.ts';
import { pathsOf } from '../workloads/fence/network-paths.ts';
import { platform } from '../workloads/platform.ts';

/** Workloads, the open network paths between them, and the volumes of data. */
export interface PlatformMap {
  readonly places: readonly Place[];
  readonly links: readonly Link[];
}

export interface Place {
  readonly id: string;
  readonly name: string;
  /** Description in a few words. */
  readonly detail: string;
  readonly kind: 'pods' | 'data' | 'others' | 'people';
  /** Undefined: outside the cluster. */
  readonly namespace?: string;
}

export interface Link {
  readonly from: string;
  readonly to: string;
  /** Ports, or the host name that people use; empty for data. */
  readonly label: string;
  readonly kind: 'network' | 'data';
}

/** Builds the map of a platform from its objects and open paths; DNS, which all pods use, is left out. */
export function mapOf(settings: Settings): PlatformMap {
  const objects = objectsIn(platform(settings).app);
  const places = new Map<string, Place>();
  const links: Link[] = [];

  for (const object of objects) {
    const place = ofPods(object);
    if (!place) continue;
    places.set(place.id, place);
    for (const { name, size } of claimsOf(object, objects)) {
      const id = `${place.namespace}/claim/${name}`;
      places.set(id, { id, name, detail: size, kind: 'data', ...inNamespace(place.namespace) });
      links.push({ from: place.id, to: id, label: '', kind: 'data' });
    }
  }
  for (const { from, to, ports } of pathsOf(settings)) {
    if (to === DNS) continue;
    for (const end of [from, to]) if (!places.has(idOf(end))) places.set(idOf(end), ofEnd(end));
    const label = ports.map(({ port }) => port).join(', ');
    links.push({ from: idOf(from), to: idOf(to), label, kind: 'network' });
  }
  addPeople(places, links, settings);
  return { places: [...places.values()], links: merged(links) };
}

const WORKLOADS = new Set(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet']);

function ofPods(object: KubeObject): Place | undefined {
  const labels = WORKLOADS.has(object.kind) ? podTemplate(object)?.metadata?.labels : undefined;
  const { namespace } = object.metadata;
  if (namespace === undefined || !(labels ?? operated(object)?.template)) return undefined;
  const name = labels?.['app.kubernetes.io/name'] ?? object.metadata.name;
  return { id: `${namespace}/${name}`, name, detail: object.kind, kind: 'pods', namespace };
}

/** Returns the claims of a workload. */
function claimsOf(
  object: KubeObject,
  objects: readonly KubeObject[],
): ReadonlyArray<{ name: string; size: string }> {
  const claims = ofKind(objects, 'PersistentVolumeClaim');
  const mounted = (podTemplate(object)?.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => {
    const claim = claims.find(({ metadata }) => metadata.name === persistentVolumeClaim?.claimName);
    return claim ? [{ name: claim.metadata.name, size: claim.spec.resources.requests.storage }] : [];
  });
  const [set] = ofKind([object], 'StatefulSet');
  const own = (set?.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => ({
    name: `${object.metadata.name} ${metadata.name}`,
    size: spec.resources.requests.storage,
  }));
  const { claims: theirs = [] } = operated(object) ?? {};
  const [size] = theirs;
  const operators =
    size === undefined ? [] : [{ name: `${object.metadata.name} data`, size: `${theirs.length} × ${size}` }];
  return [...mounted, ...own, ...operators];
}

function ofEnd(end: End): Place {
  const id = idOf(end);
  if ('labels' in end) {
    const detail = end.ours ? 'pods' : 'run by others';
    return { id, name: end.name, detail, kind: end.ours ? 'pods' : 'others', namespace: end.namespace };
  }
  if ('cidrs' in end) return { id, name: end.name, detail: 'outside', kind: 'others' };
  return { id, name: 'people', detail: 'from anywhere', kind: 'people' };
}

function idOf(end: End): string {
  return 'labels' in end ? `${end.namespace}/${end.name}` : end.name;
}

/** Links people to the controller in front of the app, if there is one. */
function addPeople(places: Map<string, Place>, links: Link[], { exposure }: Settings): void {
  const door = [...places.values()].find(({ name, kind }) => name === 'controller' && kind === 'others');
  if (!door || !('host' in exposure)) return;
  places.set('people', { id: 'people', name: 'people', detail: 'browsers', kind: 'people' });
  links.push({ from: 'people', to: door.id, label: exposure.host, kind: 'network' });
}

/** Merges the links of each pair of places into one. */
function merged(links: readonly Link[]): readonly Link[] {
  const byPair = new Map<string, Link>();
  for (const link of links) {
    const key = `${link.from} ${link.to}`;
    const known = byPair.get(key);
    byPair.set(key, known ? { ...known, label: `${known.label}, ${link.label}` } : link);
  }
  return [...byPair.values()];
}

function inNamespace(namespace: string | undefined): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}
