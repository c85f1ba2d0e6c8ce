import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** Commit of the previous release. */
export const RELEASE_BEFORE = 'de5b248';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Reason why a commit is unavailable, such as a shallow clone; undefined when it is there. */
export function whyNoCommit(commit: string): string | undefined {
  const { status } = spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: ROOT });
  return status === 0 ? undefined : `no commit ${commit} in this clone: fetch all of its history`;
}

/** Extracts the files of a commit, or only some of its folders, into a folder. */
export function unpack(commit: string, folder: string, ...parts: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const options = { cwd: ROOT, maxBuffer: Number.POSITIVE_INFINITY };
  const input = execFileSync('git', ['archive', commit, ...parts], options);
  execFileSync('tar', ['--extract', '--directory', folder], { input });
}
