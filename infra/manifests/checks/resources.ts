import type { KubeObject } from '../object.ts';
import { quantity } from '../quantity.ts';
import { type Finding, finding } from './finding.ts';
import { everyContainer, withPods } from './list-pod-templates-and-containers.ts';

/** Containers, init containers included, state requests and limits of CPU and memory. */
export function resources(objects: readonly KubeObject[]): readonly Finding[] {
  return withPods(objects).flatMap(({ object, template }) =>
    everyContainer(template).flatMap(({ name, resources }) =>
      ['cpu', 'memory'].flatMap((resource) => {
        const request = resources?.requests?.[resource];
        const limit = resources?.limits?.[resource];
        if (request === undefined || limit === undefined) {
          return [finding(object, `${name} does not state its ${resource}`)];
        }
        const fits = quantity(request) <= quantity(limit);
        return fits ? [] : [finding(object, `${name} requests more ${resource} than it may use`)];
      }),
    ),
  );
}
