import { address } from '../../manifests/object.ts';
import type { AnyObject, Objects } from '../api/read-and-write-objects.ts';
import { compareObjects, type Difference, type Path } from './compare-objects.ts';
import type { DeployedObject } from './deployed-objects.ts';
import { added, managerOf } from './field-managers.ts';

/**
 * Differences between the cluster and what was deployed, one line each, without a secret value. A dry-run apply by the API
 * server says what would change, so fields that others may own, or that it fills in by default, do not count.
 */
export async function driftOf(
  deployed: DeployedObject,
  api: Pick<Objects, 'read' | 'applied'>,
): Promise<readonly string[]> {
  const { object, manager, secrets } = deployed;
  const live = await api.read(object);
  const name = address(object as never);
  if (!live) return [`${name}: is gone`];

  const wanted = await api.applied(object, manager);
  const changed = compareObjects(wanted, live);
  const isSecret = object['kind'] === 'Secret';
  const show = (value: unknown) => shown(value, isSecret, secrets);
  const told = ({ path, was, is }: Difference, by: string, from = live) =>
    `${name}: ${written(path, from)} was ${show(was)}, is ${show(is)} (${by})`;
  return [
    ...changed.map((one) => told(one, managerOf(live, one.path, manager))),
    // Fields that others added, which an apply would leave alone.
    ...added(wanted, manager).map(({ path, manager: by }) =>
      told({ path, was: undefined, is: at(wanted, path) }, by, wanted),
    ),
  ];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as AnyObject | undefined)?.[step], value);
}

/** Path in text: `spec.template.spec.containers[web].image`, with elements by name where they have one. */
function written(path: Path, live: AnyObject): string {
  return path
    .map((step, index) => {
      const name =
        typeof step === 'number' && (at(live, path.slice(0, index + 1)) as AnyObject | undefined)?.['name'];
      if (typeof step === 'number' || Array.isArray(at(live, path.slice(0, index))))
        return `[${name || step}]`;
      return /^[\w-]+$/.test(step) ? `.${step}` : `["${step}"]`;
    })
    .join('')
    .replace(/^\./, '');
}

const LONGEST = 120;

function shown(value: unknown, isSecret: boolean, secrets: readonly string[]): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  if (isSecret || secrets.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1))))
    return '(secret)';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
