import { join } from 'node:path';
import { stackFilesIn } from '../settings/find-stack-files.ts';

/** Returns the stacks of a project: each has a settings file, and a folder of manifests made from it. */
export function stacksIn(root: string): readonly string[] {
  return [...stackFilesIn(root).keys()].toSorted();
}

/** Stacks of this project. */
export const STACKS = stacksIn(join(import.meta.dirname, '../..'));
