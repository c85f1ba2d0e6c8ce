import type * as v from 'valibot';

/**
 * Validates settings of one group against each other.
 *
 * Runs wherever the settings that it reads are of the right type, whatever is wrong elsewhere, so that every problem is
 * reported at once. valibot's partialCheck would wait for a setting that is only out of range.
 *
 * @param paths of the settings that it reads, dotted; the problem is reported at the first
 */
export function crossCheck<T>(
  paths: readonly [string, ...string[]],
  holds: (settings: T) => boolean,
  message: string | ((settings: T) => string),
): v.BaseValidation<T, T, v.BaseIssue<unknown>> {
  const keys = paths.map((path) => path.split('.'));
  return {
    kind: 'validation',
    type: 'agree',
    reference: crossCheck,
    async: false,
    expects: null,
    '~run': (dataset) => {
      const issues = dataset.issues ?? [];
      if (issues.some((issue) => issue.kind === 'schema' && touches(issue, keys))) return dataset;
      if (holds(dataset.value as T)) return dataset;
      const text = typeof message === 'string' ? message : message(dataset.value as T);
      return { ...dataset, issues: [...issues, issueAt(keys[0] ?? [], dataset.value, text)] } as never;
    },
  };
}

function touches(issue: v.BaseIssue<unknown>, paths: readonly string[][]): boolean {
  const at = (issue.path ?? []).map((item) => String(item.key));
  return paths.some((path) => path.every((key, depth) => at[depth] === undefined || at[depth] === key));
}

function issueAt(keys: readonly string[], settings: unknown, message: string): v.BaseIssue<unknown> {
  const path = keys.map((key) => ({
    type: 'unknown',
    origin: 'value',
    input: settings,
    key,
    value: undefined,
  }));
  return {
    kind: 'validation',
    type: 'agree',
    input: settings,
    expected: null,
    received: '',
    message,
    path,
  } as never;
}
