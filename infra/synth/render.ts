import { type App, Chart } from 'cdk8s';
import type { KubeObject } from '../manifests/object.ts';
import { hasToken } from '../manifests/tokens.ts';
import { toYaml } from '../manifests/yaml.ts';
import { objectsIn } from '../workloads/house/objects-in.ts';

/**
 * The manifests of an app by file name: one file for each chart, numbered, so that `kubectl apply -f` takes them in order.
 * Secrets are left out, whatever is in them.
 *
 * @throws Error when something else holds a value that is known only when it is applied.
 */
export function render(app: App): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  app.node.children.filter(Chart.isChart).forEach((chart, index) => {
    const objects = objectsIn(chart).filter((object) => object.kind !== 'Secret');
    if (objects.length === 0) return;
    const text = toYaml(objects);
    if (hasToken(text)) refuse(objects);
    files.set(`${String(index).padStart(2, '0')}-${chart.node.id}.yaml`, HEADER + text);
  });
  return files;
}

const HEADER = '# Made by `npm run synth` from the settings of the stack: change those, and make it again.\n';

function refuse(objects: readonly KubeObject[]): never {
  const holding = objects.filter((object) => hasToken(JSON.stringify(object)));
  const names = holding.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ');
  throw new Error(`${names}: only a Secret may hold a value that is known when it is applied`);
}
