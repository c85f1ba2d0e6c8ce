import { parseArgs } from 'node:util';

/** The stacks that have a settings file and a folder of manifests. */
export const STACKS = ['dev', 'prod'] as const;

/** Something that the caller got wrong: its message is all they need. */
export class UsageError extends Error {}

/**
 * Reads `--stack` and some flags.
 *
 * @throws UsageError for anything else, with what is allowed.
 */
export function readArguments<Flag extends string>(
  args: readonly string[],
  flags: readonly Flag[],
): { readonly stack: string | undefined; readonly set: ReadonlySet<Flag> } {
  const usage = `usage: [--stack ${STACKS.join('|')}]${flags.map((flag) => ` [--${flag}]`).join('')}`;
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }]));
  try {
    const { values } = parseArgs({ args: [...args], options: { ...options, stack: { type: 'string' } } });
    const { stack } = values as { stack?: string };
    if (stack !== undefined && !(STACKS as readonly string[]).includes(stack)) {
      throw new Error(`there is no stack "${stack}"`);
    }
    return {
      stack,
      set: new Set(flags.filter((flag) => (values as Record<string, unknown>)[flag] === true)),
    };
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}\n${usage}`);
  }
}
