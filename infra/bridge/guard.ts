/** What Pulumi must not do to an object, or not in its usual way. */
export interface Guard {
  /** Pulumi refuses to delete or replace it, and says so in the preview. */
  readonly protect: boolean;
  /** Fields that somebody else owns once the object is there. */
  readonly ignoreChanges: readonly string[];
  /** Where it is replaced, the old one goes first. */
  readonly deleteBeforeReplace: boolean;
}

/** The kinds that hold data, or whose deletion takes data with it. */
export const DATA_KINDS: readonly string[] = ['Namespace', 'PersistentVolumeClaim', 'StatefulSet', 'Cluster'];

/**
 * Nothing is retained on delete: who takes the protection away and then destroys means it, and a namespace
 * that goes takes what was retained in it along.
 */
export function guardOf(
  kind: string,
  { protectedKinds, scaled }: { readonly protectedKinds: readonly string[]; readonly scaled: boolean },
): Guard {
  return {
    protect: protectedKinds.includes(kind),
    // Without this, taking `replicas` out of a manifest resets a live Deployment to one pod.
    ignoreChanges: scaled ? ['spec.replicas'] : [],
    // A Job that changes has another name. Were the old one kept until the new one is done, going back to it after
    // the new one failed would find its name taken.
    deleteBeforeReplace: kind === 'Job',
  };
}
