import * as v from 'valibot';
import { isCpu, isMemory } from './sizes.ts';

/*
 * The kinds of single values. Every message says what is allowed; who prints it adds the path and what was got.
 */

/** Cores, as Kubernetes counts them. */
export function cpu() {
  return numeric('an amount of CPU from 1m to 10000, such as 250m or 2', isCpu);
}

/** Bytes with their unit: a bare number is a slip of a thousand or a million, and parts of a byte are one of a unit. */
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

/** Text of which nothing more is asked, unless some of it is refused. */
export function words(what: string, isRefused: (word: string) => boolean = () => false) {
  return text(what, (word) => word.trim() === word && word !== '' && !CONTROL.test(word) && !isRefused(word));
}

/**
 * One of a few words. Those that are still to come are refused as such, and never ignored.
 *
 * A check and not a list of its own, so that a refused word still takes part in the checks between settings.
 */
export function choice<const B extends string>(built: readonly B[], later: readonly string[] = []) {
  const message = unchosen(built, later);
  return v.pipe(
    v.string(message),
    v.check((word) => (built as readonly string[]).includes(word), message),
  ) as unknown as v.GenericSchema<B>;
}

/** Refuses what is none of `built`, and says so where it will come. */
export function unchosen(built: readonly string[], later: readonly string[]) {
  const allowed = built.length === 1 ? built.join() : `one of ${built.join(', ')}`;
  return ({ input }: { readonly input: unknown }) =>
    later.includes(String(input))
      ? `not built yet: choose ${built.join(', ').replace(/, (?=[^,]*$)/, ' or ')}`
      : `must be ${allowed}`;
}

/** For a group whose `key` decides what else belongs in it. */
export function variantMessage(allowed: readonly string[], key: string, later: readonly string[] = []) {
  const refused = unchosen(allowed, later);
  return (issue: { readonly input: unknown; readonly path?: unknown }) =>
    issue.path ? refused(issue) : `must be a group of settings with ${key} ${allowed.join(', ')}`;
}

/** Text that passes a test; `what` ends the sentence "must be ...". */
export function text(what: string, passes: (word: string) => boolean) {
  const message = `must be ${what}`;
  return v.pipe(v.string(message), v.check(passes, message));
}

/** YAML reads `cpu: 2` as a number; Kubernetes takes it as text as well. */
function numeric(what: string, passes: (word: string) => boolean) {
  const message = `must be ${what}`;
  return v.pipe(v.union([v.string(), v.number()], message), v.transform(String), v.check(passes, message));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
