import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the stacks that are made to be copied, from the root of the project. */
const EXAMPLES = 'infra/settings/examples';

/**
 * Settings files of a project by stack, as paths from its root: `Pulumi.<stack>.yaml` there, else the example of that name. The
 * copy of an example thus wins over it.
 */
export function stackFilesIn(root: string): ReadonlyMap<string, string> {
  const find = (folder: string, pattern: RegExp) =>
    namesIn(join(root, folder)).flatMap((file): [string, string][] => {
      const stack = pattern.exec(file)?.[1];
      return stack === undefined ? [] : [[stack, join(folder, file)]];
    });
  return new Map([...find(EXAMPLES, /^(\w[\w-]*)\.yaml$/), ...find('', /^Pulumi\.(\w[\w.-]*)\.yaml$/)]);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [];
  }
}
