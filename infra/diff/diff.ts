import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readWithUsage } from '../command/read-with-usage.ts';
import { STACKS } from '../command/stacks-of-project.ts';
import type { KubeObject } from '../manifests/object.ts';
import { changes } from './changes.ts';
import { effectsOf, staleReaders } from './effects.ts';
import { manifestsAt, manifestsHere } from './manifests-from-git-or-disk.ts';
import { toMarkdown } from './markdown.ts';
import { traffic } from './traffic.ts';

const USAGE = `usage: --against REVISION [--to REVISION] [--stack ${STACKS.join('|')}]`;

/**
 * Describes a change of the manifests as Markdown: between a revision and the files on disk, or a second revision.
 *
 * @throws Problem
 */
export function diff(args: readonly string[], root = join(import.meta.dirname, '../..')): string {
  const { against, to, stack } = readArguments(args);
  return (stack === undefined ? STACKS : [stack])
    .map((name) => {
      const before = manifestsAt(against, name, root);
      const after = to === undefined ? manifestsHere(name, root) : manifestsAt(to, name, root);
      return meaning(name, before, after);
    })
    .join('\n');
}

/** Describes the change between two sets of manifests. */
function meaning(stack: string, before: readonly KubeObject[], after: readonly KubeObject[]): string {
  const changed = changes(before, after);
  const effects = [...changed.flatMap(effectsOf), ...staleReaders(changed, after)];
  return toMarkdown(stack, changed, effects, traffic(before, after));
}

function readArguments(args: readonly string[]): { against: string; to?: string; stack?: string } {
  const text = { type: 'string' } as const;
  return readWithUsage(USAGE, () => {
    const { values } = parseArgs({ args: [...args], options: { against: text, to: text, stack: text } });
    const { against, to, stack } = values;
    if (!against) throw new Error('say what to compare with');
    if (stack !== undefined && !STACKS.includes(stack)) throw new Error(`there is no stack "${stack}"`);
    return { against, ...(to !== undefined && { to }), ...(stack !== undefined && { stack }) };
  });
}
