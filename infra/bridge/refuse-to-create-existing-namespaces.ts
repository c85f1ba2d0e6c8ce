import * as pulumi from '@pulumi/pulumi';
import { address, type KubeObject, kindOf } from '../manifests/object.ts';
import type { AnyObject, Objects } from './api/read-and-write-objects.ts';
import type { Plan } from './plan-objects.ts';
import { former, objectsAmong } from './read-state-before-run.ts';

/** Environment variable of the command that takes existing objects over: a run of it refuses none. */
export const ADOPTS = 'BRIDGE_ADOPTS';

/**
 * Refuses to create a namespace that the cluster has already: it may be somebody else's, or was made by kubectl, by Helm or by a
 * release of ours that left it to a chart.
 *
 * @throws pulumi.RunError with the command that takes it over
 */
export async function refuseForeignNamespaces({ objects }: Plan, cluster: Objects): Promise<void> {
  if (process.env[ADOPTS] !== undefined) return;
  const before = objectsAmong(await former()).map(({ manifest }) => manifest);
  const created = namespacesToCreate(
    objects.map(({ manifest }) => manifest),
    before,
  );
  const live = await Promise.all(created.map((namespace) => cluster.read(namespace)));
  const found = foreign(live);
  if (found.length === 0) return;
  throw new pulumi.RunError(
    `in the cluster already, and not in this stack: ${found.join(', ')}\n` +
      `If that is yours, take it over with what is in it: npm run adopt -- --stack ${pulumi.getStack()}`,
  );
}

/** Namespaces of a program that are not among the objects of the stack. */
export function namespacesToCreate(
  wanted: readonly KubeObject[],
  before: readonly KubeObject[],
): readonly KubeObject[] {
  const known = new Set(before.map(address));
  return wanted.filter((object) => kindOf(object) === 'Namespace' && !known.has(address(object)));
}

/** Addresses of the objects that are there, and not on their way out. */
export function foreign(live: readonly (AnyObject | undefined)[]): readonly string[] {
  return live.flatMap((object) =>
    object === undefined || object['metadata'].deletionTimestamp ? [] : [address(object as never)],
  );
}
