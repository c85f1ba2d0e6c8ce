import * as v from 'valibot';
import { isCpu, isMemory } from './check-and-parse-cpu-and-memory.ts';

/* Schemas of single values. Each message says what is allowed; the caller adds the path and the value it got. */

/** Schema of an amount of CPU. */
export function cpu() {
  return numeric('an amount of CPU from 1m to 10000, such as 250m or 2', isCpu);
}

/**
 * Schema of a size in bytes with a unit: a bare number is a mistake by a thousand or a million, and fractions of a byte one
 * of a unit.
 */
export function memory() {
  return numeric('a size of whole bytes with its unit, from 1Mi to 1024Ti, such as 512Mi or 5Gi', isMemory);
}

export function whole(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return v.pipe(
    v.number(message),
    v.check((n) => Number.isInteger(n) && n >= min && n <= max, message),
  );
}

export function flag() {
  return v.boolean('must be true or false');
}

/** Schema of any trimmed text without control characters, unless `isRefused`. */
export function words(what: string, isRefused: (word: string) => boolean = () => false) {
  return text(what, (word) => word.trim() === word && word !== '' && !CONTROL.test(word) && !isRefused(word));
}

/**
 * Schema of one of a few words. Words planned for later releases are refused as such, and never ignored.
 *
 * Implemented as a check, not a picklist, so that a refused word still takes part in the checks between settings.
 */
export function choice<const B extends string>(built: readonly B[], later: readonly string[] = []) {
  const message = unchosen(built, later);
  return v.pipe(
    v.string(message),
    v.check((word) => (built as readonly string[]).includes(word), message),
  ) as unknown as v.GenericSchema<B>;
}

/** Message about a word that is none of `built`, or planned for a later release. */
export function unchosen(built: readonly string[], later: readonly string[]) {
  const allowed = built.length === 1 ? built.join() : `one of ${built.join(', ')}`;
  return ({ input }: { readonly input: unknown }) =>
    later.includes(String(input))
      ? `not built yet: choose ${built.join(', ').replace(/, (?=[^,]*$)/, ' or ')}`
      : `must be ${allowed}`;
}

/** Message about a group whose `key` decides which other settings belong in it. */
export function variantMessage(allowed: readonly string[], key: string, later: readonly string[] = []) {
  const refused = unchosen(allowed, later);
  return (issue: { readonly input: unknown; readonly path?: unknown }) =>
    issue.path ? refused(issue) : `must be a group of settings with ${key} ${allowed.join(', ')}`;
}

/** Schema of text that passes a test; `what` ends the sentence "must be ...". */
export function text(what: string, passes: (word: string) => boolean) {
  const message = `must be ${what}`;
  return v.pipe(v.string(message), v.check(passes, message));
}

/** Schema of a quantity: YAML reads `cpu: 2` as a number; Kubernetes accepts it as text as well. */
function numeric(what: string, passes: (word: string) => boolean) {
  const message = `must be ${what}`;
  return v.pipe(v.union([v.string(), v.number()], message), v.transform(String), v.check(passes, message));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
