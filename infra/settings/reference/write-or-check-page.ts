import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from '../../command/read-stack-and-flags.ts';
import { REFERENCE } from '../settings-error.ts';
import { referencePage } from './reference-page.ts';

/**
 * Writes the reference of all settings, or with `--check` compares it with what is there.
 *
 * @returns the exit code: 1 when a check found a difference.
 * @throws Problem, or Error for a setting that has no description
 */
export function reference(args: readonly string[], say: (text: string) => void, root = ROOT): number {
  const { set } = readArguments(args, ['check'], []);
  const file = join(root, REFERENCE);
  const page = referencePage();
  if (!set.has('check')) {
    writeFileSync(file, page);
    say(REFERENCE);
    return 0;
  }
  if (existsSync(file) && readFileSync(file, 'utf8') === page) return 0;
  say(`${REFERENCE} is not what the settings make: run \`npm run reference\`, and read the difference`);
  return 1;
}

const ROOT = join(import.meta.dirname, '../../..');
