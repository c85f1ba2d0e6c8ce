import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { Problem } from '../command/problem.ts';
import type { KubeObject } from '../manifests/object.ts';

/**
 * Returns the manifests of a stack in a revision of the repository; empty when it had no such folder.
 *
 * @throws Problem for a revision that git does not know
 */
export function manifestsAt(revision: string, stack: string, root: string): readonly KubeObject[] {
  // `--end-of-options` keeps a revision with a leading dash from being read as an option.
  const commit = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
  if (commit === undefined) throw new Problem(`git knows no revision "${revision}" here`);
  const folder = `charts-out/${stack}`;
  const files = git(root, 'ls-tree', '--name-only', commit.trim(), `${folder}/`) ?? '';
  return parsed(
    files
      .split('\n')
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => git(root, 'show', `${commit.trim()}:${file}`) ?? ''),
  );
}

/** Returns the manifests of a stack on disk. */
export function manifestsHere(stack: string, root: string): readonly KubeObject[] {
  const folder = join(root, 'charts-out', stack);
  return parsed(readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')));
}

function parsed(texts: readonly string[]): readonly KubeObject[] {
  return texts.flatMap((text) => loadAll(text) as KubeObject[]);
}

/** Returns the output of git; `undefined` when it fails. */
function git(root: string, ...args: readonly string[]): string | undefined {
  const { status, stdout, error } = spawnSync('git', ['-C', root, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  return status === 0 ? stdout : undefined;
}
