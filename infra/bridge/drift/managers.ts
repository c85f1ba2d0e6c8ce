import type { AnyObject } from '../api/objects.ts';
import type { Path } from './compare.ts';

interface Entry {
  readonly manager: string;
  readonly subresource?: string;
  readonly fieldsV1?: AnyObject;
}

/** Who set a field, as the API server knows it (`metadata.managedFields`). Who took one away, nothing keeps. */
export function managerOf(live: AnyObject, path: Path, ours: string): string {
  const others = entriesOf(live).filter(({ manager }) => manager !== ours);
  const owner = others.find(({ fieldsV1 }) => fieldsV1 && covers(fieldsV1, live, path));
  return owner?.manager ?? 'by whom is not kept';
}

/**
 * Fields that are not ours, and who added them: by hand, or by a program that is not of the cluster itself. An element of
 * a list that came as a whole is one.
 */
export function added(
  live: AnyObject,
  ours: string,
): readonly { readonly path: Path; readonly manager: string }[] {
  const own = entriesOf(live).filter(({ manager }) => manager === ours);
  const isOurs = (path: Path) =>
    own.some((entry) => entry.fieldsV1 !== undefined && covers(entry.fieldsV1, live, path));
  return entriesOf(live)
    .filter(
      ({ manager, subresource = '' }) => manager !== ours && !CLUSTER.has(manager) && !DUTY.has(subresource),
    )
    .flatMap(({ manager, fieldsV1 = {} }) =>
      leaves(fieldsV1, live, [], isOurs)
        .filter((path) => !isOurs(path) && !isDuty(path))
        .map((path) => ({ path, manager })),
    );
}

/** Who writes into objects of others as a matter of course; operators write a status, see below. */
const CLUSTER = new Set([
  'kube-controller-manager', // the volume of a claim, the revision of a Deployment
  'kube-scheduler', // the node of a claim
  'k3s', // both of them in one process
  'pulumi-kubernetes', // our provider where it creates: what the API server fills in is put to its name
  'karpenter', // the hash of a NodePool
]);

/** Autoscalers and people scale by the one, controllers report in the other. */
const DUTY = new Set(['scale', 'status']);

/** A kind may have no subresource for its status; a finalizer says who cleans up before an object goes. */
function isDuty([first, second]: Path): boolean {
  return first === 'status' || (first === 'metadata' && second === 'finalizers');
}

function entriesOf(live: AnyObject): readonly Entry[] {
  return (live['metadata'].managedFields ?? []) as readonly Entry[];
}

/** Whether a set of fields (the format is FieldsV1 of structured-merge-diff) has the one at a path, or one that holds it. */
function covers(fields: AnyObject, value: unknown, [step, ...rest]: Path): boolean {
  const keys = Object.keys(fields).filter((key) => key !== '.');
  if (step === undefined || keys.length === 0) return true;
  const key = keys.find((one) => stepOf(one, value) === step);
  return key !== undefined && covers(fields[key], at(value, step), rest);
}

function leaves(
  fields: AnyObject,
  value: unknown,
  path: Path,
  isOurs: (path: Path) => boolean,
): readonly Path[] {
  const keys = Object.keys(fields).filter((key) => key !== '.');
  const isElement = typeof path.at(-1) === 'number' && '.' in fields;
  if (keys.length === 0 || (isElement && !isOurs(path))) return [path];
  return keys.flatMap((key) => {
    const step = stepOf(key, value);
    // Its element may be gone, and what others wrote about it with it.
    return step === undefined ? [] : leaves(fields[key], at(value, step), [...path, step], isOurs);
  });
}

/** `f:spec` is a field, `k:{"name":"web"}` the element with that, `v:3` the element that is that. */
function stepOf(key: string, value: unknown): string | number | undefined {
  if (key.startsWith('f:')) return key.slice(2);
  if (!Array.isArray(value)) return undefined;
  const wanted: unknown = JSON.parse(key.slice(2));
  const found = value.findIndex((one) =>
    key.startsWith('k:')
      ? Object.entries(wanted as AnyObject).every(([name, part]) => (one as AnyObject)[name] === part)
      : JSON.stringify(one) === JSON.stringify(wanted),
  );
  return found === -1 ? undefined : found;
}

function at(value: unknown, step: string | number): unknown {
  return (value as AnyObject | undefined)?.[step];
}
