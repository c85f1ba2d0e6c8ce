import type { STACKS } from '../../command/stacks-of-project.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from '../platform.ts';

/** Every object of a stack's settings file; each call returns a copy that tests may change. */
export function objectsOf(stack: (typeof STACKS)[number]): KubeObject[] {
  return structuredClone([...(synthesized.get(stack) ?? synthesize(stack))]);
}

const synthesized = new Map<string, readonly KubeObject[]>();

function synthesize(stack: string): readonly KubeObject[] {
  const objects = objectsIn(platform(readStackFile(stack)).app);
  synthesized.set(stack, objects);
  return objects;
}
