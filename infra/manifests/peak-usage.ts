import { ofKind } from './kinds.ts';
import { address, type KubeObject, podTemplate } from './object.ts';
import { operated } from './operator-objects.ts';
import type { PodTemplate } from './pod-template.ts';
import { quantity } from './quantity.ts';

/**
 * Peak usage of some objects, which is during a rollout at full scale: cores and bytes by the names of a
 * ResourceQuota (`limits.cpu`, `requests.memory`, `requests.storage`, `pods`).
 */
export function peakUsage(objects: readonly KubeObject[]): Record<string, number> {
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

/** Assumed number of nodes, with one DaemonSet pod each: manifests do not tell, and quotas leave room for these. */
const NODES = 50;

/** Number of terminating pods during a rollout, which count until they exit: each starts to leave when another is ready. */
function ending(workload: KubeObject, pods: number, surge: number): number {
  const grace = podTemplate(workload)?.spec.terminationGracePeriodSeconds ?? 30;
  return Math.min(pods, Math.ceil((grace / SOONEST_READY) * surge));
}

/** Minimum time in seconds until a pod is ready. */
const SOONEST_READY = 4;

/** Usage of a pod: init containers run before the others, so the largest of them, or the sum of the others, counts. */
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
