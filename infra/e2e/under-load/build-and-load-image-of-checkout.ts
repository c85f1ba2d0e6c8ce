import { join } from 'node:path';
import { requireSuccess, run } from '../run-process.ts';

/** Reason why no image can be built; undefined when one can. */
export function whyNoBuild(): string | undefined {
  if (process.env['E2E_CLUSTER'] === undefined) return 'E2E_CLUSTER names no command that builds images';
  return undefined;
}

/** Builds the app's image of a checkout with its own Dockerfile, and loads it into every node. */
export async function buildImage(name: string, folder: string): Promise<void> {
  const dockerfile = join(folder, 'app/Dockerfile');
  const ended = await run(process.env['E2E_CLUSTER'] ?? '', ['build', '-t', name, '-f', dockerfile, folder]);
  requireSuccess(`build of ${name}`, ended);
}
