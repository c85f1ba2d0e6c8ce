import * as v from 'valibot';
import { unknownKey } from './near-miss.ts';

/** Issue type of a key that no schema knows; its value is never quoted. */
export const UNKNOWN_KEY = 'unknown_key';

/**
 * Settings that belong together. Every key that it does not know is a problem of its own, with the key that was
 * probably meant; valibot's strictObject stops at the first one.
 *
 * @param later Keys that will come, so that they are refused as such.
 * @param impossible Keys that belong to other groups of this kind, with what is wrong with them here.
 */
export function group<const E extends v.ObjectEntries>(
  entries: E,
  later: readonly string[] = [],
  impossible: Readonly<Record<string, string>> = {},
): v.ObjectSchema<E, undefined> {
  const known = v.object(entries, (issue) => (issue.path ? missing(entries, issue) : MUST_BE_GROUP));
  const run: (typeof known)['~run'] = (dataset, config) => {
    const given = dataset.value;
    if (!isGroup(given)) return known['~run']({ value: null }, config); // it would take a list for a group
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

/** A mapping as YAML and JSON give it; neither a list nor an encrypted value. */
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

/** Its `kind` lets the group's cross-checks run: what the group does know may still be checked. */
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
