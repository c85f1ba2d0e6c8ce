import { address, type KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { selected } from '../selector.ts';
import { type Finding, finding } from './finding.ts';

/** Budgets allow at least one eviction, or no node could ever be drained; Deployments of several pods have a budget. */
export function disruptionBudgets(objects: readonly KubeObject[]): readonly Finding[] {
  const leastOf = leastPods(objects);
  const budgets = ofKind(objects, 'PodDisruptionBudget').map((budget) => ({
    budget,
    workloads: selected(objects, budget.metadata.namespace, budget.spec.selector),
  }));
  const kept = budgets.flatMap(({ workloads }) => workloads);
  return [
    ...budgets.flatMap(({ budget, workloads }) => {
      const { minAvailable = 0, maxUnavailable } = budget.spec;
      const least = workloads.reduce((sum, workload) => sum + leastOf(workload), 0);
      return maxUnavailable === 0 || minAvailable >= Math.max(least, 1)
        ? [finding(budget, `never lets one of ${least} pods go`)]
        : [];
    }),
    ...ofKind(objects, 'Deployment')
      .filter((deployment) => leastOf(deployment) > 1 && !kept.includes(deployment))
      .map((deployment) => finding(deployment, 'has several pods and no disruption budget')),
  ];
}

function leastPods(objects: readonly KubeObject[]): (workload: KubeObject) => number {
  const scaled = new Map(
    ofKind(objects, 'HorizontalPodAutoscaler').map(({ metadata, spec }) => [
      address({
        ...spec.scaleTargetRef,
        apiVersion: '',
        metadata: { ...metadata, name: spec.scaleTargetRef.name },
      }),
      spec.minReplicas ?? 1,
    ]),
  );
  return (workload) => {
    const stated = (workload['spec'] as { replicas?: number }).replicas;
    return scaled.get(address(workload)) ?? stated ?? 1;
  };
}
