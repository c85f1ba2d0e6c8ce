import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { Part } from '../../workloads/defaults/chart-file-with-apply-phase.ts';
import { platform } from '../../workloads/platform.ts';
import { PHASES, REASONS } from './object-reasons.ts';
import { type Files, renderObjects } from './objects-page.ts';

/** The page of the tour, from the root of the project. */
export const OBJECTS_PAGE = 'infra/operations/objects.md';

/**
 * Writes the tour of the objects of stack dev.
 *
 * @returns the path of the written page
 * @throws Problem when an object has no sentence, or a sentence no object
 */
export function writeObjectsPage(root = ROOT): string {
  writeFileSync(join(root, OBJECTS_PAGE), objectsPage());
  return OBJECTS_PAGE;
}

/** Renders the page: the tour with its introduction. */
export function objectsPage(): string {
  return `${INTRODUCTION}\n${renderObjects(devFiles(), { reasons: REASONS, phases: PHASES })}`;
}

/** Returns the objects of `charts-out/dev` by file, that is without Secrets. */
function devFiles(): Files {
  const parts = platform(readStackFile('dev', ROOT)).app.node.children.filter(Part.isPart);
  const files = parts.map(
    (part) => [part.file, objectsIn(part).filter(({ kind }) => kind !== 'Secret')] as const,
  );
  return new Map(files.filter(([, objects]) => objects.length > 0));
}

const ROOT = join(import.meta.dirname, '../../..');

const INTRODUCTION = `<!-- Made by \`npm run map\` from the objects of stack dev and infra/map/objects-page/object-reasons.ts: change those. -->

# Tour of the objects

Each object of \`charts-out/dev\`: why it is there, and what breaks without it. The order is that of the files, in which
\`kubectl apply -f charts-out/dev\` brings them; the number at the beginning of a file is its phase. Within a file, objects that share a
reason are listed together.

- **Order.** kubectl waits for nothing: a pod that comes before what it needs waits for it. \`npm run up\` takes an object after those that
  it refers to, waits until that is ready, and applies quotas last.
- **Secrets** are in no file. \`npm run up\` makes them, and \`npm run -s secrets\` prints them for kubectl. A pod whose Secret is
  not there waits until it is.
- **Network policies** hold where the network plug-in of the cluster enforces them. Who may talk to whom is drawn in the
  [map](../map/README.md).
- **Other stacks** have other objects, by their [settings](../settings/REFERENCE.md).
`;
