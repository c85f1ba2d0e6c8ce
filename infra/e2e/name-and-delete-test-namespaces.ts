import { randomBytes } from 'node:crypto';
import { get, kubectl } from './kubectl.ts';
import { eventually } from './wait-until.ts';

/** Unique name of a namespace for one run, so that several can share a cluster. */
export function ownNamespace(name: string): string {
  return `${name}-${randomBytes(2).toString('hex')}`;
}

/** Deletes namespaces, and the cluster-scoped objects whose names begin with that of one of them. */
export async function forget(...namespaces: readonly string[]): Promise<void> {
  const outside = (await kubectl('get', NAMED_AFTER_NAMESPACES, '--output', 'name'))
    .split('\n')
    .filter((name) => namespaces.some((namespace) => name.includes(`/${namespace}-`)));
  if (outside.length > 0) await kubectl('delete', '--ignore-not-found', ...outside);
  const deleted = ['delete', 'namespace', '--ignore-not-found', ...namespaces];
  await kubectl(...deleted, '--wait=false');
  // Nobody is served any more: pods need not use their grace period.
  const atOnce = ['delete', 'pods', '--all', '--grace-period=1', '--wait=false'];
  await Promise.all(namespaces.map((namespace) => kubectl(...atOnce, '--namespace', namespace)));
  await kubectl(...deleted);
}

const NAMED_AFTER_NAMESPACES =
  'validatingadmissionpolicies,validatingadmissionpolicybindings,priorityclasses,clusterroles,clusterrolebindings';

/** Waits until no volume of a namespace is left: the cluster deletes each after its claim. */
export async function volumesGone(namespace: string): Promise<void> {
  await eventually(`no volume of ${namespace}`, async () => {
    const { items } = (await get('persistentvolumes')) as {
      items: Array<{ spec: { claimRef?: { namespace: string } } }>;
    };
    return items.every(({ spec }) => spec.claimRef?.namespace !== namespace);
  });
}
