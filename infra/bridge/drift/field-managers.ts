import type { AnyObject } from '../api/read-and-write-objects.ts';
import type { Path } from './compare-objects.ts';

interface Entry {
  readonly manager: string;
  readonly subresource?: string;
  readonly fieldsV1?: AnyObject;
}

/** Manager that set a field, from `metadata.managedFields`. Removals of a field are not recorded there. */
export function managerOf(live: AnyObject, path: Path, ours: string): string {
  const others = entriesOf(live).filter(({ manager }) => manager !== ours);
  const owner = others.find(({ fieldsV1 }) => fieldsV1 && covers(fieldsV1, live, path));
  return owner?.manager ?? 'by whom is not kept';
}

/**
 * Fields that are not ours, with the manager that added them: a person, or a program outside the cluster's own. A list
 * element that was added as a whole counts as one.
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

/** Managers that write into objects of others as a matter of course; operators write a status, see below. */
const CLUSTER = new Set([
  'kube-controller-manager', // sets the volume of a claim, the revision of a Deployment
  'kube-scheduler', // sets the node of a claim
  'k3s', // runs both of them in one process
  'pulumi-kubernetes', // our provider on create: defaults of the API server are attributed to it
  'karpenter', // sets the hash of a NodePool
]);

/** Subresources: autoscalers and people write `scale`, controllers write `status`. */
const DUTY = new Set(['scale', 'status']);

/**
 * True for the status, of kinds without the subresource too, and for finalizers, which controllers add to clean up before a
 * deletion.
 */
function isDuty([first, second]: Path): boolean {
  return first === 'status' || (first === 'metadata' && second === 'finalizers');
}

function entriesOf(live: AnyObject): readonly Entry[] {
  return (live['metadata'].managedFields ?? []) as readonly Entry[];
}

/** True when a set of fields (FieldsV1 of structured-merge-diff) contains the one at a path, or a parent of it. */
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
    // An entry may outlive its list element, and then says nothing.
    return step === undefined ? [] : leaves(fields[key], at(value, step), [...path, step], isOurs);
  });
}

/**
 * Step that a FieldsV1 key stands for: `f:spec` is a field, `k:{"name":"web"}` the element with these fields, `v:3` the
 * element equal to it.
 */
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
