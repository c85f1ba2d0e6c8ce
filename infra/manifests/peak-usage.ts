import { address, type KubeObject, podTemplate } from './object.ts';
import { operated } from './objects-created-by-operators.ts';
import { ofKind } from './objects-of-kind.ts';
import type { PodTemplate } from './pod-template-types.ts';
import { quantity } from './quantity.ts';

/**
 * Peak usage of some objects, which is during a rollout at full scale: cores and bytes by the names of a
 * ResourceQuota (`limits.cpu`, `requests.memory`, `requests.storage`, `pods`).
 */
export function peakUsage(objects: readonly KubeObject[]): Record<string, number> {
  const used: Record<string, number> = { pods: 0 };
  for (const { pods, each } of peakPods(objects)) {
    used['pods'] = (used['pods'] ?? 0) + pods;
    for (const [key, amount] of Object.entries(each)) used[key] = (used[key] ?? 0) + pods * amount;
  }
  used['requests.storage'] = volumesOf(objects).reduce((sum, { size }) => sum + size, 0);
  return used;
}

/** A volume that objects claim. */
export interface ClaimedVolume {
  /** Kind, namespace and name of the claim, or of the workload that has it made. */
  readonly of: string;
  /** Bytes. */
  readonly size: number;
}

export function volumesOf(objects: readonly KubeObject[]): readonly ClaimedVolume[] {
  return objects.flatMap((object) =>
    sizesOf(object).map((size) => ({ of: address(object), size: quantity(size) })),
  );
}

function sizesOf(object: KubeObject): readonly string[] {
  const [claim] = ofKind([object], 'PersistentVolumeClaim');
  const [set] = ofKind([object], 'StatefulSet');
  const inSet = (set?.spec.volumeClaimTemplates ?? []).flatMap((one) =>
    Array(set?.spec.replicas ?? 1).fill(one.spec),
  );
  return [
    ...[...(claim ? [claim.spec] : []), ...inSet].map((spec) => spec.resources.requests.storage),
    ...(operated(object)?.claims ?? []),
  ];
}

/** Pods of a workload at its peak. */
export interface PeakPods {
  /** Kind, namespace and name of the workload. */
  readonly workload: string;
  readonly namespace: string;
  readonly pods: number;
  /** True for one pod on each node. */
  readonly onEachNode: boolean;
  /** Cores and bytes of one pod, by the names of a ResourceQuota: `requests.cpu`, `limits.memory`. */
  readonly each: Readonly<Record<string, number>>;
}

/** Pods of each workload, during a rollout at full scale. */
export function peakPods(objects: readonly KubeObject[]): readonly PeakPods[] {
  const podsOf = mostPods(objects);
  return objects.flatMap((object) => {
    const made = operated(object);
    const template = made?.template ?? podTemplate(object);
    if (!template) return [];
    const amounts = (['limits', 'requests'] as const).flatMap((part) =>
      ['cpu', 'memory'].map((resource) => [`${part}.${resource}`, ofPod(template, part, resource)] as const),
    );
    const pods = made?.pods ?? podsOf(object);
    const onEachNode = object.kind === 'DaemonSet';
    const { namespace = '' } = object.metadata;
    return [{ workload: address(object), namespace, pods, onEachNode, each: Object.fromEntries(amounts) }];
  });
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
