import { address } from '../../manifests/object.ts';
import type { AnyObject, Objects } from '../api/objects.ts';
import { type Difference, differences, type Path } from './compare.ts';
import type { DeployedObject } from './deployed.ts';
import { added, managerOf } from './managers.ts';

/**
 * What is other in the cluster than it was deployed, one line each, without a secret value. The API server itself says
 * what an apply would change, so a field that somebody else may own, or that it fills in, is none.
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
  const changed = differences(wanted, live);
  const isSecret = object['kind'] === 'Secret';
  const show = (value: unknown) => shown(value, isSecret, secrets);
  const told = ({ path, was, is }: Difference, by: string, from = live) =>
    `${name}: ${written(path, from)} was ${show(was)}, is ${show(is)} (${by})`;
  return [
    ...changed.map((one) => told(one, managerOf(live, one.path, manager))),
    // What an apply would leave to others.
    ...added(wanted, manager).map(({ path, manager: by }) =>
      told({ path, was: undefined, is: at(wanted, path) }, by, wanted),
    ),
  ];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as AnyObject | undefined)?.[step], value);
}

/** `spec.template.spec.containers[web].image`: elements by their name where they have one. */
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
