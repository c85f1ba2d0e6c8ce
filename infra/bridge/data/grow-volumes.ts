import * as pulumi from '@pulumi/pulumi';
import { kindOf } from '../../manifests/object.ts';
import { type Api, MERGE_PATCH } from '../api/kubernetes-client.ts';
import type { Plan } from '../plan-objects.ts';
import type { Claim, StorageClass } from '../ready/verdict-fact-types.ts';
import { type Growth, hasSizes, sizesOf } from './compare-volume-sizes.ts';

/**
 * Claims that have to grow, by the name of their StatefulSet.
 *
 * @throws pulumi.RunError when a volume cannot have its planned size
 */
export async function growthOf({ objects }: Plan, api: Api): Promise<ReadonlyMap<string, readonly Growth[]>> {
  const sized = objects.filter(({ manifest }) => hasSizes(manifest));
  const namespaces = new Set(sized.map(({ manifest: { metadata } }) => metadata.namespace ?? 'default'));
  if (namespaces.size === 0) return new Map();
  const [{ items: classes }, ...claims] = await Promise.all([
    api.list<StorageClass>('/apis/storage.k8s.io/v1/storageclasses', 'StorageClass'),
    ...[...namespaces].map((namespace) =>
      api.list<Claim>(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`, 'PersistentVolumeClaim'),
    ),
  ]);
  const inNamespace = new Map([...namespaces].map((name, index) => [name, claims[index]?.items ?? []]));
  const sizes = sized.map(({ name, manifest }) => ({
    name,
    manifest,
    ...sizesOf(manifest, inNamespace.get(manifest.metadata.namespace ?? 'default') ?? [], classes),
  }));
  const refusals = sizes.flatMap(({ refusals }) => refusals);
  if (refusals.length > 0)
    throw new pulumi.RunError(`volumes cannot change so, and no object was touched:\n${refusals.join('\n')}`);
  return new Map(
    sizes
      // The provider itself updates claims of the program, and CloudNativePG those of its servers.
      .filter(({ manifest }) => kindOf(manifest) === 'StatefulSet')
      .map(({ name, growths }) => [name, growths]),
  );
}

/** Raises the request of a claim. Its driver grows the volume, online where it can. */
export async function grow({ namespace, claim, to }: Growth, api: Api): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${claim}`;
  await api.ask(path, MERGE_PATCH, { spec: { resources: { requests: { storage: to } } } });
}
