import { type KubeObject, podTemplate } from '../object.ts';
import type { Container, PodTemplate } from '../pod-template-types.ts';

/** Returns the objects that create pods, each with its pod template. */
export function withPods(
  objects: readonly KubeObject[],
): ReadonlyArray<{ readonly object: KubeObject; readonly template: PodTemplate }> {
  return objects.flatMap((object) => {
    const template = podTemplate(object);
    return template ? [{ object, template }] : [];
  });
}

/** Returns the containers and init containers of a pod. */
export function everyContainer({ spec }: PodTemplate): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}
