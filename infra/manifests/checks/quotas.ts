import { ofKind } from '../kinds.ts';
import { address, type KubeObject } from '../object.ts';
import type { PodTemplate } from '../pod.ts';
import { quantity } from '../quantity.ts';
import { type Finding, finding, withPods } from './finding.ts';

/** Everything at its largest, in the middle of a rollout, fits the quota: otherwise the last pods never start. */
export function quotas(objects: readonly KubeObject[]): readonly Finding[] {
  return ofKind(objects, 'ResourceQuota').flatMap((quota) => {
    const inside = objects.filter(({ metadata }) => metadata.namespace === quota.metadata.namespace);
    const used = mostUsed(inside);
    return Object.entries(quota.spec.hard).flatMap(([resource, hard]) => {
      const most = used[resource];
      if (most === undefined) return [finding(quota, `limits ${resource}, which is not summed up`)];
      return most <= quantity(hard)
        ? []
        : [finding(quota, `allows ${hard} of ${resource}, but the largest sum is ${amount(most, resource)}`)];
    });
  });
}

function mostUsed(objects: readonly KubeObject[]): Record<string, number> {
  const podsOf = mostPods(objects);
  const used: Record<string, number> = { pods: 0, 'requests.storage': 0 };
  for (const { object, template } of withPods(objects)) {
    const pods = podsOf(object);
    used['pods'] = (used['pods'] ?? 0) + pods;
    for (const part of ['limits', 'requests'] as const) {
      for (const resource of ['cpu', 'memory']) {
        const key = `${part}.${resource}`;
        used[key] = (used[key] ?? 0) + pods * ofPod(template, part, resource);
      }
    }
  }
  const claims = [
    ...ofKind(objects, 'PersistentVolumeClaim').map(({ spec }) => spec),
    ...ofKind(objects, 'StatefulSet').flatMap(({ spec }) =>
      (spec.volumeClaimTemplates ?? []).flatMap((claim) => Array(spec.replicas ?? 1).fill(claim.spec)),
    ),
  ];
  used['requests.storage'] = claims.reduce((sum, spec) => sum + quantity(spec.resources.requests.storage), 0);
  return used;
}

/** Init containers run before the others: the largest of them, or the sum of the others, counts. */
function ofPod({ spec }: PodTemplate, part: 'limits' | 'requests', resource: string): number {
  const amounts = (containers: PodTemplate['spec']['containers'] = []) =>
    containers.map(({ resources }) => quantity(resources?.[part]?.[resource] ?? 0));
  const sum = amounts(spec.containers).reduce((a, b) => a + b, 0);
  return Math.max(sum, ...amounts(spec.initContainers));
}

function mostPods(objects: readonly KubeObject[]): (workload: KubeObject) => number {
  const most = new Map(
    ofKind(objects, 'HorizontalPodAutoscaler').map(({ metadata, spec }) => [
      `${spec.scaleTargetRef.kind} ${metadata.namespace}/${spec.scaleTargetRef.name}`,
      spec.maxReplicas,
    ]),
  );
  return (workload) => {
    const {
      replicas = 1,
      parallelism,
      strategy,
    } = workload['spec'] as {
      replicas?: number;
      parallelism?: number;
      strategy?: { type?: string; rollingUpdate?: { maxSurge?: number } };
    };
    const surge = strategy?.type === 'Recreate' ? 0 : (strategy?.rollingUpdate?.maxSurge ?? 0);
    return (most.get(address(workload)) ?? parallelism ?? replicas) + surge;
  };
}

function amount(value: number, resource: string): string {
  return /memory|storage/.test(resource) ? `${Math.ceil(value / 2 ** 20)}Mi` : String(value);
}
