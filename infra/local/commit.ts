import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Commit of a working copy, with `-dirty` where files differ from it; undefined outside of one, or without Git. */
export async function commitOf(folder: string): Promise<string | undefined> {
  try {
    const args = ['-C', folder, 'describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'];
    return (await promisify(execFile)('git', args)).stdout.trim();
  } catch {
    return undefined;
  }
}
