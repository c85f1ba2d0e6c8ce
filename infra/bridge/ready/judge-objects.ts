import { groupOf, type KubeObject } from '../../manifests/object.ts';
import { pluralOf } from '../../manifests/plural-name.ts';
import type { Api } from '../api/kubernetes-client.ts';
import {
  isOver,
  isPartOf,
  isRelease,
  PARTS,
  type Part,
  type Release,
  verdictOfRelease,
} from './helm-release-verdict.ts';
import { verdictByKind } from './verdict-by-kind.ts';
import {
  type Claim,
  type Event,
  type Facts,
  type Live,
  lastSeen,
  type Pod,
  type StorageClass,
} from './verdict-fact-types.ts';
import type { Verdict } from './verdict-types-and-hopeless-troubles.ts';

/**
 * Judges many objects at once: one LIST for each kind and namespace, however many objects there are. Events and claims are
 * listed only where something is not ready.
 *
 * @param since start of this run, in milliseconds on the clock of this machine
 */
export function judgeObjects(
  api: Pick<Api, 'list'>,
  since: number,
): (objects: readonly KubeObject[]) => Promise<readonly Verdict[]> {
  return async (objects) => {
    const lists = new Map<string, ReturnType<Api['list']>>();
    const list = async <T extends Live>(apiVersion: string, kind: string, namespace?: string) => {
      const path = pathOf(apiVersion, kind, namespace);
      const listed = lists.get(path) ?? api.list(path, kind);
      lists.set(path, listed);
      return (await listed) as Awaited<ReturnType<typeof api.list<T>>>;
    };

    async function facts({ apiVersion, kind, metadata }: KubeObject): Promise<Facts> {
      const { name, namespace = 'default' } = metadata;
      const [same, pods, replicaSets] = await Promise.all([
        list(apiVersion, kind, namespace),
        list<Pod>('v1', 'Pod', namespace),
        kind === 'Deployment' ? list('apps/v1', 'ReplicaSet', namespace) : undefined,
      ]);
      if (same.refused !== undefined) throw new Error(same.refused);
      return {
        object: same.items.find((live) => live.metadata.name === name),
        pods: pods.items,
        replicaSets: replicaSets?.items ?? [],
        claims: [],
        events: [],
        classes: [],
        now: same.date,
        since: same.date - (Date.now() - since) - SECOND,
      };
    }
    async function more({ metadata: { namespace = 'default' } }: KubeObject): Promise<Partial<Facts>> {
      const [claims, events, classes] = await Promise.all([
        list<Claim>('v1', 'PersistentVolumeClaim', namespace),
        list<Event>('v1', 'Event', namespace),
        list<StorageClass>('storage.k8s.io/v1', 'StorageClass'),
      ]);
      const inOrder = events.items.toSorted((one, other) => lastSeen(one) - lastSeen(other));
      return { claims: claims.items, events: inOrder, classes: classes.items };
    }
    async function verdictOn(object: KubeObject, podsSince = 0): Promise<Verdict> {
      if (isRelease(object)) return verdictOfRelease(object, await partsOf(object));
      const judge = verdictByKind(groupOf(object), object.kind);
      if (judge === undefined) return { is: 'ready' };
      const all = await facts(object);
      const isNew = ({ metadata }: Pod) => Date.parse(metadata.creationTimestamp ?? '') >= podsSince;
      const known = podsSince === 0 ? all : { ...all, pods: all.pods.filter(isNew) };
      const verdict = judge(known);
      return verdict.is === 'ready' ? verdict : judge({ ...known, ...(await more(object)) });
    }
    async function partsOf(release: Release): Promise<readonly Part[]> {
      const { namespace = 'default' } = release.metadata;
      const found = PARTS.map(async ([apiVersion, kind]) => {
        const { items, refused, date } = await list(apiVersion, kind, namespace);
        if (refused !== undefined) throw new Error(refused);
        const began = release.isInstalled ? date - (Date.now() - since) - SECOND : 0;
        return items
          .filter((live) => isPartOf(live, release) && !isOver(live))
          .map(async ({ metadata: { name } }) => {
            const object = { apiVersion, kind, metadata: { name, namespace } };
            return { object, verdict: await verdictOn(object, began) };
          });
      });
      return Promise.all((await Promise.all(found)).flat());
    }
    return Promise.all(objects.map((object) => verdictOn(object)));
  };
}

/** Milliseconds; the API gives times in whole seconds. */
const SECOND = 1000;

function pathOf(apiVersion: string, kind: string, namespace?: string): string {
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return [group, ...(namespace === undefined ? [] : ['namespaces', namespace]), pluralOf(kind)].join('/');
}
