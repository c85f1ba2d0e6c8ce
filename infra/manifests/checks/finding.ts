import { address, type KubeObject, podTemplate } from '../object.ts';
import type { Container, PodTemplate } from '../pod.ts';

/** Something wrong with an object among others. */
export interface Finding {
  /** Its address, `Kind namespace/name`. */
  readonly object: string;
  readonly problem: string;
}

export function finding(object: KubeObject, problem: string): Finding {
  return { object: address(object), problem };
}

/** The objects that make pods, with the template of each. */
export function withPods(
  objects: readonly KubeObject[],
): ReadonlyArray<{ readonly object: KubeObject; readonly template: PodTemplate }> {
  return objects.flatMap((object) => {
    const template = podTemplate(object);
    return template ? [{ object, template }] : [];
  });
}

/** Containers and init containers alike. */
export function everyContainer({ spec }: PodTemplate): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}
