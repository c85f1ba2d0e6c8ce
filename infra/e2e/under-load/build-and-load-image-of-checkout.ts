import { join } from 'node:path';
import { requireSuccess, run } from '../run-process.ts';

/** Reason why no image can be built; undefined when one can. */
export function whyNoBuild(): string | undefined {
  if (process.env['E2E_CLUSTER'] === undefined) return 'E2E_CLUSTER names no command that builds images';
  return undefined;
}

/**
 * Builds the app's image of a checkout with its own Dockerfile, and loads it into every node.
 *
 * @param commit that it says it is of; @default none
 */
export async function buildImage(name: string, folder: string, commit?: string): Promise<void> {
  const dockerfile = ['-f', join(folder, 'app/Dockerfile')];
  const args = commit === undefined ? [] : ['--build-arg', `COMMIT=${commit}`];
  const ended = await run(process.env['E2E_CLUSTER'] ?? '', [
    'build',
    '-t',
    name,
    ...dockerfile,
    ...args,
    folder,
  ]);
  requireSuccess(`build of ${name}`, ended);
}
