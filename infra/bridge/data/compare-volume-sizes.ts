import { address, type KubeObject, kindOf, listOf } from '../../manifests/object.ts';
import { quantity } from '../../manifests/quantity.ts';
import { classOf } from '../ready/claim-verdict.ts';
import type { Claim, StorageClass } from '../ready/verdict-fact-types.ts';

/** A claim whose request grows. */
export interface Growth {
  readonly namespace: string;
  readonly claim: string;
  readonly from: string;
  readonly to: string;
}

export interface Sizes {
  readonly growths: readonly Growth[];
  /** Reasons why an object cannot have its planned sizes. */
  readonly refusals: readonly string[];
}

/** Compares the claims in the cluster with the planned sizes of a StatefulSet, a Cluster of CloudNativePG or a claim. */
export function sizesOf(
  object: KubeObject,
  claims: readonly Claim[],
  classes: readonly StorageClass[],
): Sizes {
  const { namespace = 'default' } = object.metadata;
  const growths: Growth[] = [];
  const refusals: string[] = [];
  for (const { pattern, size } of wanted(object)) {
    for (const claim of claims.filter(({ metadata }) => pattern.test(metadata.name))) {
      const { name } = claim.metadata;
      const from = claim.spec?.resources?.requests?.storage ?? size;
      const more = quantity(size) - quantity(from);
      const storageClass = classOf(claim, { classes });
      if (more < 0)
        refusals.push(
          `${address(object)}: claim ${name} has ${from}, which cannot become less: ask for ${from} or more`,
        );
      // If the class cannot be read, the API server decides whether it may grow.
      else if (more > 0 && storageClass !== undefined && storageClass.allowVolumeExpansion !== true)
        refusals.push(
          `${address(object)}: claim ${name} cannot grow from ${from} to ${size}: its storage class ` +
            `"${claim.spec?.storageClassName}" does not allow it (allowVolumeExpansion)`,
        );
      else if (more > 0) growths.push({ namespace, claim: name, from, to: size });
    }
  }
  return { growths, refusals };
}

/** True when an object requests claims of a size. */
export function hasSizes(object: KubeObject): boolean {
  return wanted(object).length > 0;
}

function wanted(object: KubeObject): ReadonlyArray<{ readonly pattern: RegExp; readonly size: string }> {
  const { name } = object.metadata;
  const { resources, storage, walStorage, volumeClaimTemplates } = (object['spec'] ?? {}) as ClaimSpec & {
    readonly volumeClaimTemplates?: ReadonlyArray<{ metadata: { name: string }; spec?: ClaimSpec }>;
    readonly storage?: { readonly size?: string };
    readonly walStorage?: { readonly size?: string };
  };
  const sized = (pattern: string, size?: string) =>
    size === undefined ? [] : [{ pattern: new RegExp(`^${pattern}$`), size }];
  const kind = kindOf(object);
  if (kind === 'PersistentVolumeClaim') return sized(name, resources?.requests?.storage);
  if (kind === 'Cluster')
    return [...sized(`${name}-\\d+`, storage?.size), ...sized(`${name}-\\d+-wal`, walStorage?.size)];
  if (kind !== 'StatefulSet') return [];
  return listOf(volumeClaimTemplates).flatMap(({ metadata, spec }) =>
    sized(`${metadata?.name}-${name}-\\d+`, spec?.resources?.requests?.storage),
  );
}

interface ClaimSpec {
  readonly resources?: { readonly requests?: { readonly storage?: string } };
}
