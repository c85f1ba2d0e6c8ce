import { type KubeObject, kindOf, listOf } from '../manifests/object.ts';

/** What Pulumi must not do to an object, or not in its usual way. */
export interface Guard {
  /** Pulumi refuses to delete or replace it, and says so in the preview. */
  readonly protect: boolean;
  /** Fields that somebody else owns once the object is there. */
  readonly ignoreChanges: readonly string[];
  /** Where it is replaced, the old one goes first; `undefined` lets the provider say, which knows whether the name stays. */
  readonly deleteBeforeReplace: true | undefined;
}

/** The kinds that hold data, or whose deletion takes data with it. */
export const DATA_KINDS: readonly string[] = [
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StatefulSet',
  'Cluster',
];

/** How a person names an object to let it go: `statefulset/finance/postgres`, `namespace/finance`. */
export function releaseName({ kind, metadata: { name, namespace } }: KubeObject): string {
  return [kind.toLowerCase(), ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

/** The name of all objects of a stack at once, which go when it is to be in another cluster. */
export const RELEASED_CLUSTER = 'provider/cluster';

/**
 * Nothing is retained on delete: who takes the protection away and then destroys means it, and a namespace
 * that goes takes what was retained in it along.
 */
export function guardOf(
  manifest: KubeObject,
  { protectedKinds, scaled }: { readonly protectedKinds: readonly string[]; readonly scaled: boolean },
): Guard {
  return {
    protect: protectedKinds.includes(kindOf(manifest)),
    // Without the first, taking `replicas` out of a manifest resets a live Deployment to one pod.
    ignoreChanges: [...(scaled ? ['spec.replicas'] : []), ...sizesOfClaims(manifest)],
    // A Job that changes has another name. Were the old one kept until the new one is done, going back to it after
    // the new one failed would find its name taken.
    deleteBeforeReplace: kindOf(manifest) === 'Job' || undefined,
  };
}

/** The same for an object that was released: it may be made anew, with every field as it is now. */
export function released({ ignoreChanges }: Guard): Partial<Guard> {
  return { protect: false, ignoreChanges: ignoreChanges.filter((path) => !path.startsWith(TEMPLATES)) };
}

const TEMPLATES = 'spec.volumeClaimTemplates';

/** Nobody can change the claim templates of a StatefulSet; the claims themselves grow. */
function sizesOfClaims(object: KubeObject): readonly string[] {
  if (kindOf(object) !== 'StatefulSet') return [];
  const { volumeClaimTemplates } = (object['spec'] ?? {}) as { readonly volumeClaimTemplates?: unknown };
  return listOf(volumeClaimTemplates).map(
    (_, index) => `${TEMPLATES}[${index}].spec.resources.requests.storage`,
  );
}
