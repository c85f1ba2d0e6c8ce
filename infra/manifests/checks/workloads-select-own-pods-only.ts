import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { selected } from '../selector.ts';
import { type Finding, finding } from './finding.ts';

/** Workloads select their own pods and no others: two that share pods fight over them for ever. */
export function workloadSelectors(objects: readonly KubeObject[]): readonly Finding[] {
  const workloads = [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'StatefulSet')];
  return workloads.flatMap((workload) => {
    const owners = selected(objects, workload.metadata.namespace, workload.spec.selector);
    return [
      ...(owners.includes(workload) ? [] : [finding(workload, 'its selector does not match its own pods')]),
      ...owners
        .filter((owner) => owner !== workload)
        .map(({ kind, metadata }) =>
          finding(workload, `its selector matches the pods of ${kind} ${metadata.name} too`),
        ),
    ];
  });
}
