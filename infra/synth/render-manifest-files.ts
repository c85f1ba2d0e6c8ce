import type { App } from 'cdk8s';
import { toYaml } from '../manifests/format-yaml.ts';
import type { KubeObject } from '../manifests/object.ts';
import { hasToken } from '../manifests/placeholder-tokens.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { Part } from '../workloads/defaults/chart-file-with-apply-phase.ts';

/**
 * Renders the manifests of an app, by file name: one file per part, numbered by the phase in which `kubectl apply -f`
 * brings it.
 * Secrets are always left out.
 *
 * @throws Error when a chart has no phase, or any other object contains a value that is known only when it is applied
 */
export function render(app: App): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const part of app.node.children) {
    if (!Part.isPart(part)) throw new Error(`${part.node.id} has no phase, and so no file: make it a Part`);
    const objects = objectsIn(part).filter((object) => object.kind !== 'Secret');
    if (objects.length === 0) continue;
    const text = toYaml(objects);
    if (hasToken(text)) refuse(objects);
    files.set(part.file, HEADER + text);
  }
  return files;
}

const HEADER = '# Made by `npm run synth` from the settings of the stack: change those, and make it again.\n';

function refuse(objects: readonly KubeObject[]): never {
  const holding = objects.filter((object) => hasToken(JSON.stringify(object)));
  const names = holding.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ');
  throw new Error(`${names}: only a Secret may hold a value that is known when it is applied`);
}
