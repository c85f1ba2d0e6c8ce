import type { KubeObject } from '../object.ts';
import { type Finding, finding, withPods } from './finding.ts';

/** Every container that runs for long has all three probes; one that ends is judged by how it ends. */
export function probes(objects: readonly KubeObject[]): readonly Finding[] {
  return withPods(objects)
    .filter(({ template }) => (template.spec.restartPolicy ?? 'Always') === 'Always')
    .flatMap(({ object, template }) =>
      template.spec.containers.flatMap((container) =>
        (['startupProbe', 'livenessProbe', 'readinessProbe'] as const)
          .filter((kind) => container[kind] === undefined)
          .map((kind) => finding(object, `${container.name} has no ${kind}`)),
      ),
    );
}
