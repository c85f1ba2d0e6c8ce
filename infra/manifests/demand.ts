import { ofKind } from './kinds.ts';
import { address, type KubeObject, podTemplate } from './object.ts';
import { operated } from './operated.ts';
import type { PodTemplate } from './pod.ts';
import { quantity } from './quantity.ts';

/**
 * What some objects use at the busiest moment, which is a rollout at full scale: cores and bytes by the names that a
 * ResourceQuota has for them (`limits.cpu`, `requests.memory`, `requests.storage`, `pods`).
 */
export function mostUsed(objects: readonly KubeObject[]): Record<string, number> {
  const podsOf = mostPods(objects);
  const used: Record<string, number> = { pods: 0 };
  for (const object of objects) {
    const made = operated(object);
    const template = made?.template ?? podTemplate(object);
    if (!template) continue;
    const pods = made?.pods ?? podsOf(object);
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
  const sizes = [
    ...claims.map((spec) => spec.resources.requests.storage),
    ...objects.flatMap((object) => operated(object)?.claims ?? []),
  ];
  used['requests.storage'] = sizes.reduce((sum, size) => sum + quantity(size), 0);
  return used;
}

/** One pod for each; how many there are, a manifest cannot tell: a quota has room for these. */
const NODES = 50;

/** Those of a rollout that were told to stop, and count until they have: each leaves when another is ready. */
function ending(workload: KubeObject, pods: number, surge: number): number {
  const grace = podTemplate(workload)?.spec.terminationGracePeriodSeconds ?? 30;
  return Math.min(pods, Math.ceil((grace / SOONEST_READY) * surge));
}

/** Seconds in which a pod is ready at the soonest. */
const SOONEST_READY = 4;

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
    if (workload.kind === 'DaemonSet') return NODES;
    const {
      replicas = 1,
      parallelism,
      strategy,
    } = workload['spec'] as {
      replicas?: number;
      parallelism?: number;
      strategy?: { type?: string; rollingUpdate?: { maxSurge?: number } };
    };
    const pods = most.get(address(workload)) ?? parallelism ?? replicas;
    const surge = strategy?.type === 'Recreate' ? 0 : (strategy?.rollingUpdate?.maxSurge ?? 0);
    return pods + surge + ending(workload, pods, surge);
  };
}
