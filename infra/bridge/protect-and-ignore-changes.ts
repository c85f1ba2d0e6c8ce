import { type KubeObject, kindOf, listOf } from '../manifests/object.ts';

/** Resource options that protect an object. */
export interface Guard {
  /** Pulumi refuses to delete or replace it, and says so in the preview. */
  readonly protect: boolean;
  /** Fields that something else owns once the object exists. */
  readonly ignoreChanges: readonly string[];
  /** True to delete before replacing; `undefined` leaves it to the provider, which knows whether the name stays. */
  readonly deleteBeforeReplace: true | undefined;
}

/** Kinds that hold data, or whose deletion takes data with it. */
export const DATA_KINDS: readonly string[] = [
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StatefulSet',
  'Cluster',
];

/** Name by which a person releases an object from protection: `statefulset/finance/postgres`, `namespace/finance`. */
export function releaseName({ kind, metadata: { name, namespace } }: KubeObject): string {
  return [kind.toLowerCase(), ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

/** Name that releases all objects of a stack at once, which are deleted when it moves to another cluster. */
export const RELEASED_CLUSTER = 'provider/cluster';

/**
 * Protection of one object. None is retained on delete: removing the protection and then destroying is deliberate, and a
 * deleted namespace takes retained objects along.
 */
export function guardOf(
  manifest: KubeObject,
  { protectedKinds, scaled }: { readonly protectedKinds: readonly string[]; readonly scaled: boolean },
): Guard {
  return {
    protect: protectedKinds.includes(kindOf(manifest)),
    // Without `spec.replicas`, removing `replicas` from a manifest resets a live Deployment to one pod.
    ignoreChanges: [...(scaled ? ['spec.replicas'] : []), ...sizesOfClaims(manifest)],
    // A changed Job has another name. If the old one were kept until the new one is done, a rollback after a failed Job
    // would find its name taken.
    deleteBeforeReplace: kindOf(manifest) === 'Job' || undefined,
  };
}

/** Protection of a released object: it may be replaced, with every field as it is now. */
export function released({ ignoreChanges }: Guard): Partial<Guard> {
  return { protect: false, ignoreChanges: ignoreChanges.filter((path) => !path.startsWith(TEMPLATES)) };
}

const TEMPLATES = 'spec.volumeClaimTemplates';

/** Paths of the sizes in claim templates, which are immutable; the claims themselves grow. */
function sizesOfClaims(object: KubeObject): readonly string[] {
  if (kindOf(object) !== 'StatefulSet') return [];
  const { volumeClaimTemplates } = (object['spec'] ?? {}) as { readonly volumeClaimTemplates?: unknown };
  return listOf(volumeClaimTemplates).map(
    (_, index) => `${TEMPLATES}[${index}].spec.resources.requests.storage`,
  );
}
