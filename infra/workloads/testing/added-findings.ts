import { check } from '../../manifests/check.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { objectsOf } from './objects-from-stack-file.ts';
import type { Loose } from './synthesize-chart.ts';

/** Changes objects; `get` finds one by its kind and the first letters of its name. */
type Break = (get: (kind: string, name: string) => Loose, objects: KubeObject[]) => void;

/** Findings that `breakIt` adds to those of a stack: `check: object: problem`. */
export function findingsAfter(stack: 'dev' | 'prod', breakIt: Break): readonly string[] {
  return findingsAdded(objectsOf(stack), breakIt);
}

/**
 * Findings that `breakIt` adds to those of some objects, which stay as they are. What these show before belongs to the test
 * that finds nothing in them: a mistake there fails that one, and not each that breaks something else.
 */
export function findingsAdded(unbroken: readonly KubeObject[], breakIt: Break): readonly string[] {
  const objects = structuredClone([...unbroken]);
  breakIt((kind, name) => {
    const object = objects.find((it) => it.kind === kind && it.metadata.name.startsWith(name));
    if (!object) throw new Error(`no ${kind} ${name} to break`);
    return object as Loose;
  }, objects);
  const before = new Set(findingsIn(unbroken));
  return findingsIn(objects).filter((finding) => !before.has(finding));
}

function findingsIn(objects: readonly KubeObject[]): string[] {
  return check(objects).map(({ check: name, object, problem }) => `${name}: ${object}: ${problem}`);
}

/**
 * Findings in the objects of a variant of the platform that the dev stack does not show: what everything has in common is
 * judged once, there, and one mistake in it does not fail the test of each variant.
 */
export function findingsBeyondDev(objects: readonly KubeObject[]): readonly string[] {
  const inDev = new Set(findingsIn(objectsOf('dev')).map(withoutNamespace));
  return findingsIn(objects).filter((finding) => !inDev.has(withoutNamespace(finding)));
}

function withoutNamespace(finding: string): string {
  return finding.replace(/^(\w+: \w+) [\w-]+\//, '$1 ');
}

export function remove(objects: KubeObject[], kind: string, name: string): void {
  const index = objects.findIndex((it) => it.kind === kind && it.metadata.name === name);
  if (index < 0) throw new Error(`no ${kind} ${name} to remove`);
  objects.splice(index, 1);
}
