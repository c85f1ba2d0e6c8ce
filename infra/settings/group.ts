import * as v from 'valibot';
import { unknownKey } from './nearest-key.ts';

/** Issue type of a key that no schema knows; its value is never quoted. */
export const UNKNOWN_KEY = 'unknown_key';

/**
 * Schema of a group of settings. Each unknown key is a problem of its own, with the key that was probably meant; valibot's
 * strictObject stops at the first one.
 *
 * @param later keys planned for a later release, which are refused as such
 * @param impossible keys of other variants of this group, each with the reason why it is refused here
 */
export function group<const E extends v.ObjectEntries>(
  entries: E,
  later: readonly string[] = [],
  impossible: Readonly<Record<string, string>> = {},
): v.ObjectSchema<E, undefined> {
  const known = v.object(entries, (issue) => (issue.path ? missing(entries, issue) : MUST_BE_GROUP));
  const run: (typeof known)['~run'] = (dataset, config) => {
    const given = dataset.value;
    if (!isGroup(given)) return known['~run']({ value: null }, config); // valibot would accept a list
    const result = known['~run'](dataset, config);
    const unknown = Object.keys(given).filter((key) => !Object.hasOwn(entries, key));
    const issues = unknown.map((key) =>
      unknownKeyIssue(
        given,
        key,
        (Object.hasOwn(impossible, key) && impossible[key]) || unknownKey(key, Object.keys(entries), later),
      ),
    );
    return issues.length === 0
      ? result
      : ({ ...result, issues: [...(result.issues ?? []), ...issues] } as never);
  };
  return { ...known, '~run': run } as never;
}

/** True for a mapping, as YAML and JSON have it; false for a list or an encrypted value. */
export function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const MUST_BE_GROUP = 'must be a group of settings';

function missing(entries: v.ObjectEntries, issue: v.ObjectIssue): string {
  const entry = entries[String(issue.path?.[0].key)];
  const message: unknown = entry && 'message' in entry ? entry.message : undefined;
  const needs = typeof message === 'function' ? message({ input: undefined }) : (message ?? MUST_BE_GROUP);
  return `is missing, ${needs}`;
}

/** Issue of an unknown key; its `kind` is not `schema`, so that the group's cross-checks still run on the known keys. */
function unknownKeyIssue(input: Record<string, unknown>, key: string, message: string): v.BaseIssue<unknown> {
  return {
    kind: 'validation',
    type: UNKNOWN_KEY,
    input: input[key],
    expected: null,
    received: key,
    message,
    path: [{ type: 'object', origin: 'key', input, key, value: input[key] }],
  };
}
