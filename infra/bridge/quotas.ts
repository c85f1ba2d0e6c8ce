import { setTimeout } from 'node:timers/promises';
import { address, type KubeObject, kindOf, podTemplate } from '../manifests/object.ts';
import { quantity } from '../manifests/quantity.ts';
import type { AnyObject, Objects } from './api/objects.ts';

/** A quota that allows more of something before anything else changes. */
export interface Raise {
  /** The quota in the cluster, as it is until the run is over. */
  readonly raised: AnyObject;
  /** In whose name: who set it before, so that nobody else has a part in it. */
  readonly by: Manager;
  /** What grows, for people: `pods from 12 to 30`. */
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
 * Which quotas of a plan have to grow before what they count does. What becomes less of them becomes so at the end, when
 * they are applied as they are to be.
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

/** Whether an object is a quota, which is applied when everything that it counts is. */
export function isQuota(object: KubeObject): boolean {
  return kindOf(object) === 'ResourceQuota';
}

function raiseOf(quota: KubeObject, live: AnyObject): Raise | undefined {
  const wanted = hardOf(quota);
  const present = hardOf(live);
  const grown = Object.entries(present).filter(
    ([resource, amount]) => wanted[resource] === undefined || quantity(wanted[resource]) > quantity(amount),
  );
  // Somebody else's quota, or one that was made by other means, changes in its turn.
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

/** The provider, which writes an object when it makes it, and applies it from then on in a name that it made up. */
function managerOf(live: AnyObject): Manager | undefined {
  const entries: readonly (AnyObject & Manager)[] = live['metadata'].managedFields ?? [];
  const ours = entries.find(
    ({ manager, fieldsV1 }) => manager.startsWith('pulumi-kubernetes') && fieldsV1?.['f:spec'],
  );
  return ours && { manager: ours.manager, operation: ours.operation };
}

/** Lets a quota allow more, in the name of who set it. */
export async function raise({ raised, by }: Raise, { apply, replace }: Objects): Promise<void> {
  await (by.operation === 'Apply' ? apply(raised, by.manager) : replace(raised, by.manager));
}

function hardOf(quota: AnyObject): Amounts {
  return quota['spec']?.hard ?? {};
}

/**
 * Waits until what a quota counts fits what it is to allow: pods that were told to stop count until they have.
 *
 * @returns what is still too much after that time, for people
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

/** Seconds after which the pods that leave a namespace are gone: their grace, and what it takes a controller to tell them. */
export function secondsToLeave({ objects }: Planned, namespace: string | undefined): number {
  const graces = objects
    .filter(({ manifest }) => manifest.metadata.namespace === namespace)
    .map(({ manifest }) => podTemplate(manifest)?.spec?.terminationGracePeriodSeconds ?? 30);
  return Math.max(0, ...graces) + 60;
}
