import { parseArgs } from 'node:util';
import { readWithUsage } from './read-with-usage.ts';
import { STACKS } from './stacks-of-project.ts';

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
