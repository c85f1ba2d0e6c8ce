import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Path of a program, which is built on first use, or the reason why it cannot be built here. */
export function builtTool(name: string): { path: string } | { reason: string } {
  const { status, stdout, stderr } = spawnSync(join(ROOT, '.ci/tool'), [name], { encoding: 'utf8' });
  if (status === 0) return { path: stdout.trim() };
  if (status === 3) return { reason: stderr.trim() }; // Go is not installed
  throw new Error(stderr);
}
