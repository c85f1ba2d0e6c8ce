import type { KubeObject } from '../object.ts';
import { type Finding, finding } from './finding.ts';
import { withPods } from './list-pod-templates-and-containers.ts';

/** Long-running containers have all three probes; containers that exit are judged by their exit code. */
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
