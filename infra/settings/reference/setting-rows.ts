import { isGroup } from '../group.ts';
import { messageOf, type Schema } from '../inspect-valibot-schema.ts';

/** A setting as a stack file names it. */
export interface Setting {
  /** Dotted, with `[]` for each item of a list and `*` for each name of a mapping: `cluster.hosts.agents[].host`. */
  readonly path: string;
  /** The path with the numbers of the variants on the way, such as `exposure<2>.host`: each description has one of its own. */
  readonly key: string;
  /** The choices that it depends on, such as `exposure.kind: ingress`. */
  readonly when: readonly string[];
  /** The values that it takes, in words. */
  readonly takes: string;
  /** The value where nothing is said, as YAML has it. */
  readonly fallback: string | typeof REQUIRED | typeof ABSENT;
}

export const REQUIRED = Symbol('required');
/** Marks a setting without a default; its description says what happens when it is absent. */
export const ABSENT = Symbol('absent');

/** Every setting of a schema: single values and lists, and the groups that somebody has to ask for. */
export function settingsIn(schema: Schema): readonly Setting[] {
  return inside(schema, { path: '', key: '', when: [] });
}

type Place = Pick<Setting, 'path' | 'key' | 'when'>;

/** The settings in a schema, without a row for the schema itself. */
function inside(schema: Schema, place: Place): readonly Setting[] {
  const content = opened(schema);
  const { type, entries = {}, options = [], item, value, getter } = content;
  if (getter) return inside(getter({}), place);
  if (item) return inside(item, below(place, '[]'));
  if (value) return inside(value, below(place, '.*'));
  if (type === 'variant') return variants(content, options, place, schema.default);
  return Object.entries(entries).flatMap(([name, entry]) => setting(entry, below(place, `.${name}`)));
}

function setting(schema: Schema, place: Place): readonly Setting[] {
  const { type, entries, item, getter } = opened(schema);
  if (entries && Object.keys(entries).join() === 'requests,limits') return [resources(entries, place)];
  const nested = inside(schema, place);
  const fallback = fallbackOf(schema);
  const isPlain = nested.length > 0 && !item && type !== 'record' && !getter;
  if (isPlain && fallback !== ABSENT) return nested;
  return [{ ...place, takes: takenBy(opened(schema)), fallback }, ...nested];
}

/**
 * The setting that chooses a variant, then the settings of each.
 *
 * @param unsaid the whole group where nothing is said
 */
function variants(
  schema: Schema,
  options: readonly Schema[],
  place: Place,
  unsaid: unknown,
): readonly Setting[] {
  const name = String(schema.key);
  const chosen = options.map(({ entries }) => entries?.[name]);
  const words = chosen.map((entry) => String(opened(entry ?? schema).literal));
  const chooser = below(place, `.${name}`);
  const preset = isGroup(unsaid) ? unsaid[name] : undefined;
  const word = preset ?? chosen.find((entry) => entry?.type === 'optional')?.default;
  const fallback = word === undefined ? REQUIRED : shown(word);
  const ofChoice = options.flatMap((option, index) => {
    const when = [...place.when, `${chooser.path}: ${words[index]}`];
    const at = { ...place, key: `${place.key}<${index}>`, when };
    return inside(option, at).filter(({ path }) => path !== chooser.path);
  });
  return [{ ...chooser, takes: `one of ${words.join(', ')}`, fallback }, ...ofChoice];
}

/** One row for the four amounts that a container has. */
function resources(entries: Readonly<Record<string, Schema>>, place: Place): Setting {
  const amounts = Object.entries(entries).map(([name, entry]) => {
    const { cpu, memory } = opened(entry).entries ?? {};
    return `${name} ${cpu?.default}/${memory?.default}`;
  });
  const takes = 'requests.cpu, requests.memory, limits.cpu, limits.memory: amounts such as 250m and 512Mi';
  return { ...place, takes, fallback: amounts.join(', ') };
}

/** Unwraps optional schemas. */
function opened(schema: Schema): Schema {
  return schema.wrapped ? opened(schema.wrapped) : schema;
}

function fallbackOf(schema: Schema): Setting['fallback'] {
  if (schema.type === 'exact_optional') return ABSENT;
  return schema.type === 'optional' ? shown(schema.default) : REQUIRED;
}

/** Accepted values in words, taken from the message of a refusal. */
function takenBy(schema: Schema): string {
  const wrong = schema.getter ? '' : Symbol('no setting'); // text makes the choice that has words for both
  return messageOf(schema, wrong).replace(/^must be /, '');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function below({ path, key, when }: Place, step: string): Place {
  const join = (text: string) => `${text}${step}`.replace(/^\./, '');
  return { path: join(path), key: join(key), when };
}
