import * as v from 'valibot';
import { isGroup, UNKNOWN_KEY } from './group.ts';
import { RUN, STACK } from './groups/secrets.ts';
import { type Settings, settings } from './schema.ts';
import { Secured } from './secured.ts';
import { SettingsError } from './settings-error.ts';

/**
 * Applies the schema to the groups of one stack.
 *
 * @param hidden Names of the groups that hold secrets: nothing that they contain is quoted.
 * @throws SettingsError
 */
export function check(groups: Record<string, unknown>, file: string, hidden: readonly string[]): Settings {
  const result = v.safeParse(settings, groups);
  if (result.success) return result.output;
  const lines = result.issues.map((issue) => {
    const keys = (issue.path ?? []).map((item) => String(item.key));
    const [wrong = '', command] = issue.message.replaceAll(STACK, stackOf(file)).split(RUN);
    const given = valueAt(groups, keys) ?? valueAt(result.output, keys); // a default takes part in checks too
    const got = hidden.includes(keys[0] ?? '') ? unshown(given) : show(given);
    const isSaid = issue.type === UNKNOWN_KEY || wrong.startsWith('is missing');
    return `${file}: ${dotted(keys)}: ${wrong}${isSaid ? '' : `; got ${got}`}${command ? RUN + command : ''}`;
  });
  throw new SettingsError(lines);
}

/** `dev` of `Pulumi.dev.yaml`. */
function stackOf(file: string): string {
  return /([^/\\]+?)(?:\.ya?ml)?$/.exec(file)?.[1]?.replace(/^Pulumi\./, '') ?? file;
}

/** As `pulumi config set --path` takes it. */
function dotted(keys: readonly string[]): string {
  return keys
    .map((key) => (/^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(root: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isGroup(value) ? value[key] : undefined;
  }, root);
}

function unshown(value: unknown): string {
  return value === undefined || value === null ? 'nothing' : 'a value that is not shown';
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (value instanceof Secured) return 'an encrypted value';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a group';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
}
