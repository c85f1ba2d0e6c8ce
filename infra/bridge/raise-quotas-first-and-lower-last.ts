import { setTimeout } from 'node:timers/promises';
import { address, type KubeObject, kindOf, podTemplate } from '../manifests/object.ts';
import { quantity } from '../manifests/quantity.ts';
import type { AnyObject, Objects } from './api/read-and-write-objects.ts';

/** A quota that is raised before anything else changes. */
export interface Raise {
  /** The quota as the cluster has it until the run is over. */
  readonly raised: AnyObject;
  /** Field manager to write as: the present owner, so that nobody else comes to own a part of it. */
  readonly by: Manager;
  /** Summary for people: `pods from 12 to 30`. */
  readonly says: string;
}

interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
}

interface Planned {
  readonly objects: readonly { readonly manifest: KubeObject }[];
}

type Amounts = Readonly<Record<string, string | number>>;

/**
 * Quotas of a plan that have to grow before their usage does. Reductions take effect at the end, when the quotas are applied
 * as planned.
 */
export async function raisesOf(
  { objects }: Planned,
  { read }: Pick<Objects, 'read'>,
): Promise<readonly Raise[]> {
  const quotas = objects.map(({ manifest }) => manifest).filter(isQuota);
  const raises = await Promise.all(
    quotas.map(async (quota) => {
      const live = await read(quota);
      return live && raiseOf(quota, live);
    }),
  );
  return raises.filter((raise) => raise !== undefined);
}

/** True for a ResourceQuota, which is applied after everything that it counts. */
export function isQuota(object: KubeObject): boolean {
  return kindOf(object) === 'ResourceQuota';
}

function raiseOf(quota: KubeObject, live: AnyObject): Raise | undefined {
  const wanted = hardOf(quota);
  const present = hardOf(live);
  const grown = Object.entries(present).filter(
    ([resource, amount]) => wanted[resource] === undefined || quantity(wanted[resource]) > quantity(amount),
  );
  // A quota of another owner, or one created by other means, changes in its turn.
  const by = managerOf(live);
  if (grown.length === 0 || by === undefined) return undefined;
  const hard = Object.fromEntries(
    Object.entries(present).flatMap(([resource, amount]) => {
      if (!grown.some(([name]) => name === resource)) return [[resource, amount]];
      return wanted[resource] === undefined ? [] : [[resource, String(wanted[resource])]];
    }),
  );
  const { name, namespace, labels, annotations } = live['metadata'];
  return {
    raised: {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) },
      spec: { ...live['spec'], hard },
    },
    by,
    says: `${address(quota)} grows before what it counts: ${grown
      .map(([resource, amount]) => `${resource} from ${amount} to ${wanted[resource] ?? 'any'}`)
      .join(', ')}`,
  };
}

/** Field manager of the provider: it creates an object under one name, and applies it from then on under a generated one. */
function managerOf(live: AnyObject): Manager | undefined {
  const entries: readonly (AnyObject & Manager)[] = live['metadata'].managedFields ?? [];
  const ours = entries.find(
    ({ manager, fieldsV1 }) => manager.startsWith('pulumi-kubernetes') && fieldsV1?.['f:spec'],
  );
  return ours && { manager: ours.manager, operation: ours.operation };
}

/** Raises a quota, as its present field manager. */
export async function raise({ raised, by }: Raise, { apply, replace }: Objects): Promise<void> {
  await (by.operation === 'Apply' ? apply(raised, by.manager) : replace(raised, by.manager));
}

function hardOf(quota: AnyObject): Amounts {
  return quota['spec']?.hard ?? {};
}

/**
 * Waits until the usage of a quota fits its new limits: terminating pods count until they are gone.
 *
 * @returns the remaining excess after that time, for people
 */
export async function untilItFits(
  quota: KubeObject,
  { read }: Pick<Objects, 'read'>,
  seconds: number,
  say: (what: string) => void,
): Promise<string | undefined> {
  const end = performance.now() + seconds * 1000;
  for (let said = ''; ; ) {
    const over = excessOf(quota, (await read(quota)) ?? {});
    if (over === '' || performance.now() > end) return over === '' ? undefined : over;
    if (over !== said) say(`waits until less is used: ${over}`);
    said = over;
    await setTimeout(1000);
  }
}

function excessOf(quota: KubeObject, { status }: AnyObject): string {
  return Object.entries(hardOf(quota))
    .filter(([resource, amount]) => quantity(status?.used?.[resource] ?? 0) > quantity(amount))
    .map(([resource, amount]) => `${status.used[resource]} of ${amount} ${resource}`)
    .join(', ');
}

/**
 * Seconds after which the terminating pods of a namespace are gone: their grace period, and a minute for the controller to
 * count them out.
 */
export function secondsToLeave({ objects }: Planned, namespace: string | undefined): number {
  const graces = objects
    .filter(({ manifest }) => manifest.metadata.namespace === namespace)
    .map(({ manifest }) => podTemplate(manifest)?.spec?.terminationGracePeriodSeconds ?? 30);
  return Math.max(0, ...graces) + 60;
}
