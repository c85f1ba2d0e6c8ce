import { check } from '../../manifests/check.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { objectsOf } from './stack-objects.ts';
import type { Loose } from './synthesize-chart.ts';

/** Findings of all checks on a stack's objects after `breakIt` changed them: `check: object: problem`. */
export function findingsAfter(
  stack: 'dev' | 'prod',
  breakIt: (get: (kind: string, name: string) => Loose, objects: KubeObject[]) => void,
): readonly string[] {
  const objects = objectsOf(stack);
  breakIt((kind, name) => {
    const object = objects.find((it) => it.kind === kind && it.metadata.name.startsWith(name));
    if (!object) throw new Error(`no ${kind} ${name} to break`);
    return object as Loose;
  }, objects);
  return check(objects).map(({ check: name, object, problem }) => `${name}: ${object}: ${problem}`);
}

export function remove(objects: KubeObject[], kind: string, name: string): void {
  const index = objects.findIndex((it) => it.kind === kind && it.metadata.name === name);
  if (index < 0) throw new Error(`no ${kind} ${name} to remove`);
  objects.splice(index, 1);
}
