import type { KubeObject } from '../../manifests/object.ts';
import { readStackFile } from '../../settings/read.ts';
import type { STACKS } from '../../synth/command-line.ts';
import { objectsIn } from '../house/objects-in.ts';
import { platform } from '../platform.ts';

/** Every object of a stack, as its settings file makes it; each call gives its own, to be broken at will. */
export function objectsOf(stack: (typeof STACKS)[number]): KubeObject[] {
  return structuredClone([...(synthesized.get(stack) ?? synthesize(stack))]);
}

const synthesized = new Map<string, readonly KubeObject[]>();

function synthesize(stack: string): readonly KubeObject[] {
  const objects = objectsIn(platform(readStackFile(stack)).app);
  synthesized.set(stack, objects);
  return objects;
}
