import { join } from 'node:path';
import { readArguments } from '../command/read-stack-and-flags.ts';
import { stacksIn } from '../command/stacks-of-project.ts';
import { stackFilesIn } from '../settings/find-stack-files.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { warningsOf } from '../settings/warnings.ts';
import { platform } from '../workloads/platform.ts';
import { type Difference, differences, write } from './compare-and-write-folder.ts';
import { render } from './render-manifest-files.ts';

/**
 * Writes the manifests of the stacks, or with `--check` compares them with the files on disk.
 *
 * @returns the exit code: 1 when a check found a difference
 * @throws Problem
 */
export async function synth(
  args: readonly string[],
  say: (text: string) => void,
  root = ROOT,
): Promise<number> {
  const { stack, set } = readArguments(args, ['check'], stacksIn(root));
  let different = false;
  const stackFiles = stackFilesIn(root);
  for (const name of stack === undefined ? stacksIn(root) : [stack]) {
    const settings = readStackFile(name, root);
    const file = stackFiles.get(name);
    const files = render(platform(settings, file).app);
    const folder = join(root, 'charts-out', name);
    if (!set.has('check')) {
      write(folder, files);
      say(`charts-out/${name}: ${files.size} files`);
      for (const text of warningsOf(settings)) say(`warning: ${file}: ${text}`);
      continue;
    }
    const found = differences(folder, files);
    different ||= found.length > 0;
    for (const difference of found) say(await shown(`charts-out/${name}`, difference));
  }
  if (different) say('charts-out is not what the code makes: run `npm run synth`, and read the difference');
  return different ? 1 : 0;
}

const ROOT = join(import.meta.dirname, '../..');

async function shown(folder: string, { file, is, wanted }: Difference): Promise<string> {
  const { unifiedDiff } = await import('./unified-diff.ts');
  return unifiedDiff(
    { name: is === '' ? '/dev/null' : `${folder}/${file}`, text: is },
    { name: wanted === '' ? '/dev/null' : `${folder}/${file} (as the code makes it)`, text: wanted },
  );
}
