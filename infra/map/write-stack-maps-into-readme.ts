import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from '../command/read-stack-and-flags.ts';
import { stacksIn } from '../command/stacks-of-project.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { mapOf } from './build-map-of-workloads-and-network-paths.ts';
import { toMermaid } from './mermaid.ts';

/** The page that shows the maps, from the root of the project. */
export const PAGE = 'infra/map/README.md';

/**
 * Writes the map of each stack, or of the one that is named, into its page.
 *
 * @returns the path of the written page
 * @throws Problem
 */
export function drawMaps(args: readonly string[], root = ROOT): string {
  const { stack } = readArguments(args, [], stacksIn(root));
  const stacks = stack === undefined ? stacksIn(root) : [stack];
  const page = readFileSync(join(root, PAGE), 'utf8');
  writeFileSync(
    join(root, PAGE),
    stacks.reduce((text, name) => withMap(text, name, root), page),
  );
  return PAGE;
}

/** Returns the page with the current map of a stack: between the stack's marks, or under a new heading at the end. */
export function withMap(page: string, stack: string, root = ROOT): string {
  const [opening, closing] = [`<!-- map ${stack} -->`, `<!-- /map ${stack} -->`];
  const drawn = `${opening}\n\n\`\`\`mermaid\n${toMermaid(mapOf(readStackFile(stack, root)))}\`\`\`\n\n${closing}`;
  const [from, to] = [page.indexOf(opening), page.indexOf(closing)];
  if (from === -1 || to < from) return `${page.trimEnd()}\n\n## ${stack}\n\n${drawn}\n`;
  return page.slice(0, from) + drawn + page.slice(to + closing.length);
}

const ROOT = join(import.meta.dirname, '../..');
