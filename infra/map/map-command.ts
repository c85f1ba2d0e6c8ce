import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStackFile } from '../settings/read.ts';
import { readArguments, stacksIn } from '../synth/command-line.ts';
import { toMermaid } from './mermaid.ts';
import { mapOf } from './model.ts';

/** The stack that the README shows. */
const SHOWN = 'prod';

/**
 * Draws a stack to `.local/map-<stack>.svg`, and the one that the README shows into it as well.
 *
 * @returns what was written.
 * @throws UsageError, SettingsError
 */
export async function drawMap(args: readonly string[], root = ROOT): Promise<readonly string[]> {
  const { stack = SHOWN } = readArguments(args, [], stacksIn(root));
  const map = mapOf(readStackFile(stack, root));
  const [{ layOut }, { toSvg }] = await Promise.all([import('./layout.ts'), import('./svg.ts')]);
  const file = `.local/map-${stack}.svg`;
  mkdirSync(join(root, '.local'), { recursive: true });
  writeFileSync(join(root, file), toSvg(`finance-platform: ${stack}`, await layOut(map)));
  if (stack !== SHOWN) return [file];
  writeFileSync(join(root, 'README.md'), withMap(readFileSync(join(root, 'README.md'), 'utf8'), root));
  return [file, 'README.md'];
}

/**
 * A README with the map as it is now between its marks.
 *
 * @throws Error where it has no marks.
 */
export function withMap(readme: string, root = ROOT): string {
  if (!BLOCK.test(readme)) throw new Error('the README has no <!-- map --> and <!-- /map -->');
  const drawn = toMermaid(mapOf(readStackFile(SHOWN, root)));
  return readme.replace(BLOCK, () => `<!-- map -->\n\n\`\`\`mermaid\n${drawn}\`\`\`\n\n<!-- /map -->`);
}

const ROOT = join(import.meta.dirname, '../..');
const BLOCK = /<!-- map -->[\s\S]*?<!-- \/map -->/;
