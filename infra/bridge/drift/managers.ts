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

/** Fields that somebody set by hand, and that were never ours; a scale or a status is not set by hand. */
export function handmade(
  live: AnyObject,
  ours: string,
): readonly { readonly path: Path; readonly manager: string }[] {
  const own = entriesOf(live).filter(({ manager }) => manager === ours);
  return entriesOf(live)
    .filter(({ manager, subresource }) => manager.startsWith('kubectl') && !subresource)
    .flatMap(({ manager, fieldsV1 = {} }) =>
      leaves(fieldsV1, live, [])
        .filter((path) => !own.some((entry) => entry.fieldsV1 && covers(entry.fieldsV1, live, path)))
        .map((path) => ({ path, manager })),
    );
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

function leaves(fields: AnyObject, value: unknown, path: Path): readonly Path[] {
  const keys = Object.keys(fields).filter((key) => key !== '.');
  if (keys.length === 0) return [path];
  return keys.flatMap((key) => {
    const step = stepOf(key, value);
    // Its element may be gone, and what others wrote about it with it.
    return step === undefined ? [] : leaves(fields[key], at(value, step), [...path, step]);
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
