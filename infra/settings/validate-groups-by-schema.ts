import * as v from 'valibot';
import { hasToken } from '../manifests/placeholder-tokens.ts';
import { isGroup, UNKNOWN_KEY } from './group.ts';
import { RUN, STACK } from './groups/secrets.ts';
import { EncryptedValue } from './redacted-encrypted-value.ts';
import { type Settings, settings } from './schema.ts';
import { SettingsError } from './settings-error.ts';

/**
 * Applies the schema to the groups of one stack.
 *
 * @param hidden names of the groups that hold secrets, whose values no message quotes
 * @throws SettingsError
 */
export function check(groups: Record<string, unknown>, file: string, hidden: readonly string[]): Settings {
  const marked = markedIn(groups);
  if (marked.length > 0) throw new SettingsError(marked.map((keys) => `${file}: ${dotted(keys)}: ${MARKED}`));
  const result = v.safeParse(settings, groups);
  if (result.success) return result.output;
  const lines = result.issues.map((issue) => {
    const keys = (issue.path ?? []).map((item) => String(item.key));
    const [wrong = '', command] = issue.message.replaceAll(STACK, stackOf(file)).split(RUN);
    const given = valueAt(groups, keys) ?? valueAt(result.output, keys); // defaults take part in the checks too
    const got = hidden.includes(keys[0] ?? '') ? unshown(given) : show(given);
    const isSaid = issue.type === UNKNOWN_KEY || wrong.startsWith('is missing');
    return `${file}: ${dotted(keys)}: ${wrong}${isSaid ? '' : `; got ${got}`}${command ? RUN + command : ''}`;
  });
  throw new SettingsError(lines);
}

const MARKED = 'must not hold ⟦ or ⟧: in the manifests they stand for a value that comes later';

/** Paths of texts and keys that hold a delimiter of tokens. */
function markedIn(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === 'string') return hasToken(value) ? [at] : [];
  if (!isGroup(value) && !Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    hasToken(key) ? [[...at, key]] : markedIn(inner, [...at, key]),
  );
}

/** Stack of a file: `dev` for `Pulumi.dev.yaml`. */
function stackOf(file: string): string {
  return /([^/\\]+?)(?:\.ya?ml)?$/.exec(file)?.[1]?.replace(/^Pulumi\./, '') ?? file;
}

/** Path in the notation of `pulumi config set --path`. */
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
  if (value instanceof EncryptedValue) return 'an encrypted value';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a group';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
}
