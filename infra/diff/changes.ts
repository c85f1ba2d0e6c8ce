import { address, groupOf, type KubeObject } from '../manifests/object.ts';

/** Change of one object between two sets of manifests. */
export interface Change {
  /** `Kind namespace/name`, with `<hash>` for the digest of the content in a Job's name. */
  readonly object: string;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Changed fields; empty when the object was added or removed. */
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  /** Path for `kubectl explain`, with list items: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Returns the added, changed and removed objects, in the order of the manifests. */
export function changes(before: readonly KubeObject[], after: readonly KubeObject[]): readonly Change[] {
  const olds = new Map(before.map((object) => [keyOf(object), object]));
  const news = new Map(after.map((object) => [keyOf(object), object]));
  return [...new Set([...news.keys(), ...olds.keys()])].flatMap((key) => {
    const [old, now] = [olds.get(key), news.get(key)];
    const fields = old && now ? fieldChanges(old, now) : [];
    if (old && now && fields.length === 0) return [];
    return [
      {
        object: nameOf((now ?? old) as KubeObject),
        ...(old && { before: old }),
        ...(now && { after: now }),
        fields,
      },
    ];
  });
}

/** Compares two values down to the smallest field; items of a list are matched by name if they have one. */
function fieldChanges(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  if (!old || !now || Array.isArray(before) !== Array.isArray(after)) return [{ path, before, after }];
  const inList = Array.isArray(after);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    fieldChanges(old.get(key), now.get(key), inList ? `${path}[${key}]` : joined(path, key)),
  );
}

/** Returns the fields of a mapping, or the items of a list; undefined for anything else. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const names = value.map((item) => (item as { name?: unknown } | null)?.name);
    const byName = names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
    return new Map(value.map((item, index) => [byName ? String(names[index]) : String(index), item]));
  }
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value));
  return undefined;
}

function joined(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}["${key}"]`;
  return path === '' ? key : `${path}.${key}`;
}

function keyOf(object: KubeObject): string {
  return `${groupOf(object)} ${nameOf(object)}`;
}

/** Replaces the hash of the content in a Job's name: a changed Job has another name. */
function nameOf(object: KubeObject): string {
  const name = address(object);
  return object.kind === 'Job' ? name.replace(/-[0-9a-f]{8}$/, '-<hash>') : name;
}
