import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../command/problem.ts';

/**
 * Replaces a truncated state file by its backup. Pulumi writes the state of a stack in place, so a run killed in that moment
 * leaves half a file, which no command can read; the previous state is beside it. Only file backends write that way; others
 * are left alone.
 *
 * @param backend URL that `pulumi whoami --verbose` tells, such as `file://~/states`
 * @param stack of the project, such as `dev`
 * @returns path of the truncated file after the move; `undefined` where the state can be read
 * @throws Problem when the backup cannot be read either
 */
export function setCutOffStateAside(backend: string, project: string, stack: string): string | undefined {
  if (!backend.startsWith('file://')) return undefined;
  const file = `${folderOf(backend)}/.pulumi/stacks/${project}/${stack}.json`;
  if (!existsSync(file) || isWhole(file)) return undefined;
  const before = `${file}.bak`;
  if (!existsSync(before) || !isWhole(before)) {
    throw new Problem(
      `${file} is cut off, and there is no whole ${before}: put a copy of either in its place`,
    );
  }
  const aside = `${file}.cut-off`;
  renameSync(file, aside);
  copyFileSync(before, file);
  return aside;
}

function folderOf(backend: string): string {
  const path = backend.slice('file://'.length);
  const { HOME = '' } = process.env;
  return path.startsWith('~') ? `${HOME}${path.slice(1)}` : fileURLToPath(new URL(`file://${path}`));
}

function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
