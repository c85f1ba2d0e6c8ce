import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stackFilesIn } from '../settings/find-stack-files.ts';
import { readWithUsage } from './problem.ts';

/** Returns the stacks of a project: each has a settings file, and a folder of manifests made from it. */
export function stacksIn(root: string): readonly string[] {
  return [...stackFilesIn(root).keys()].toSorted();
}

/** Stacks of this project. */
export const STACKS = stacksIn(join(import.meta.dirname, '../..'));

/**
 * Reads `--stack` and some flags.
 *
 * @throws Problem for anything else, with the allowed options
 */
export function readArguments<Flag extends string>(
  args: readonly string[],
  flags: readonly Flag[],
  stacks = STACKS,
): { readonly stack: string | undefined; readonly set: ReadonlySet<Flag> } {
  const usage = `usage: [--stack ${stacks.join('|')}]${flags.map((flag) => ` [--${flag}]`).join('')}`;
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }]));
  return readWithUsage(usage, () => {
    const { values } = parseArgs({ args: [...args], options: { ...options, stack: { type: 'string' } } });
    const { stack } = values as { stack?: string };
    if (stack !== undefined && !stacks.includes(stack)) throw new Error(`there is no stack "${stack}"`);
    return {
      stack,
      set: new Set(flags.filter((flag) => (values as Record<string, unknown>)[flag] === true)),
    };
  });
}
