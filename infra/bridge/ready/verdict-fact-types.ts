import type { PodSpec, PodTemplate } from '../../manifests/pod-template-types.ts';

/** An object as the API server returns it, with the fields that a verdict reads. */
export interface Live<Spec = unknown, Status = unknown> {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly generation?: number;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: ReadonlyArray<{ readonly uid: string }>;
  };
  readonly spec?: Spec;
  readonly status?: Status;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** Fields in the spec of Deployments, StatefulSets, DaemonSets and Jobs that a verdict reads. */
export interface WorkloadSpec {
  readonly replicas?: number;
  readonly suspend?: boolean;
  readonly template?: PodTemplate;
  readonly updateStrategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly partition?: number };
  };
}

export interface WorkloadStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly updatedReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
  readonly desiredNumberScheduled?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
  readonly conditions?: readonly Condition[];
}

export type Workload = Live<WorkloadSpec, WorkloadStatus>;

export type Pod = Live<PodSpec & { readonly nodeName?: string }, PodStatus>;

export interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly nominatedNodeName?: string;
  readonly conditions?: readonly Condition[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt: string };
  readonly terminated?: {
    readonly exitCode: number;
    readonly reason?: string;
    readonly message?: string;
    readonly finishedAt?: string;
  };
}

export type Claim = Live<
  {
    readonly storageClassName?: string;
    readonly resources?: { readonly requests?: { readonly storage?: string } };
  },
  { readonly phase?: string }
>;

export interface StorageClass extends Live {
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
}

export interface Event extends Live {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject: { readonly kind?: string; readonly name?: string; readonly uid?: string };
  readonly eventTime?: string | null;
  readonly lastTimestamp?: string | null;
  readonly series?: { readonly lastObservedTime?: string };
}

/** Everything in an object's namespace that a verdict may depend on. */
export interface Facts {
  /** The awaited object; `undefined` when the cluster has no such object. */
  readonly object: Live | undefined;
  readonly pods: readonly Pod[];
  readonly replicaSets: readonly Live[];
  readonly claims: readonly Claim[];
  /** Events, the newest last. */
  readonly events: readonly Event[];
  /** Storage classes of the cluster. */
  readonly classes: readonly StorageClass[];
  /** Start of this run, and now: milliseconds on the clock of the API server. */
  readonly since: number;
  readonly now: number;
}

/** Time at which an event was last seen, in milliseconds; 0 when unknown. */
export function lastSeen({ series, lastTimestamp, eventTime }: Event): number {
  return Date.parse(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? '') || 0;
}

export function conditionOf(
  { status }: Live<unknown, { readonly conditions?: readonly Condition[] }>,
  type: string,
): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function isOwnedBy(object: Live, owner: Live): boolean {
  const { uid } = owner.metadata;
  return object.metadata.ownerReferences?.some((reference) => reference.uid === uid) ?? false;
}
